"""The graph of a library: maturity of practices, related entries."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from generator import config, content, graph
from generator.content import load
