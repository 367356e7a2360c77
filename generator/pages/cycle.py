"""The steps of the cycle in their order: a menu on several pages."""

from __future__ import annotations

from generator import schema
from generator.pages.context import PageContext
from generator.pages.views import CycleStep


def cycle(context: PageContext) -> tuple[CycleStep, ...]:
    """Every step, with how many entries of each kind it has; () without such a vocabulary."""
    return tuple(
        CycleStep(
            chip=chip,
            number=context.translator.number(number),
            counts=tuple(
                context.count_label(kind, len(context.entry_ids("steps", chip.id, kind)))
                for kind in schema.KINDS
            ),
        )
        for number, chip in enumerate(context.chips("steps"), 1)
    )
