"""Tests of a built site: every link and anchor, and one page of each kind in a real browser."""
