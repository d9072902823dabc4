"""What the loader shows in the terminal: one bar for the city, one for each dataset at work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from zhanqiao.core_services.publishing.rules.progress import STAGES
from zhanqiao.demo.entries import Entry
from zhanqiao.kit import progress as kit
from zhanqiao.kit.texts import Text

WHOLE = Text("数据集", "datasets")
PREPARING = Text("准备文件", "preparing the file")
TITLE_LENGTH = 22


class Telling:
    """Progress bars on a terminal, and everywhere a line per dataset that was published."""

    def __init__(self, *, console: Console) -> None:
        """Draw on ``console``; nothing is drawn yet."""
        self._console = console
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[stage]}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._whole = self._bars.add_task(f"{WHOLE.zh} {WHOLE.en}", total=0, stage="", visible=False)

    @contextmanager
    def showing(self, *, total: int) -> Iterator[None]:
        """Show the bars while the block runs; ``total`` datasets are to be looked at."""
        self._bars.update(self._whole, total=total, visible=True)
        with self._bars:
            yield

    @contextmanager
    def job(self, *, entry: Entry) -> Iterator[kit.Progress]:
        """Show a dataset's bar while the block runs; yields what its steps are told to. Safe from any thread."""
        title = entry.title.zh[:TITLE_LENGTH]
        bar = self._bars.add_task(title, total=None, stage=_both(PREPARING))
        try:
            yield lambda step: self._bars.update(
                bar, completed=step.done, total=step.total, stage=_both(STAGES.get(step.stage, Text("", "")))
            )
        finally:
            self._bars.remove_task(bar)
            self._bars.advance(self._whole)

    def published(self, *, entry: Entry, seconds: float) -> None:
        """Print that a dataset is published, and how long it took."""
        title = f"{entry.title.zh} · {entry.title.en}"
        self._console.print(f"{seconds:6.1f} s  {title}", markup=False, highlight=False, soft_wrap=True)


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"
