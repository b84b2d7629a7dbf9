"""A second reckoner of every figure, written from the definitions of flow and from nothing in ``wiptui.metrics``.

It reads the raw log of a data file (``{table: {id: {"_log": {stamp: patch}}}}``) and reckons in the slowest and
plainest way: go through all moves, look at each interval between two of them, count. Numbers of sections are
those of the design: 1 states, 2 the limit, 3 focus, 4 overload, 5 measures, 6 worked examples.

Where a definition can be read in two ways, this is the reading:

* Recording began with the first start or completion that was not undone. A window begins at the earliest at the
  local midnight of that day: the Little example has its first start on Monday at 06:00 and divides by days counted
  from Monday 00:00. A window that ends before that is empty. While nothing was started or done, a window begins
  where it is asked to, or on the day of the first capture, and there is no sample.
* What happens at this very instant is in a window that reaches beyond it. A stamp ahead of the clock, as far as
  it is believed, counts as now.
* A move that was undone never happened, nor did its undoing; a redo puts it back at its own time. Where an undo
  crossed a move made elsewhere, the task did go to where the log folds to.
* A wait that is asked for again after it was resolved is waiting on others again.
* An instant of focus belongs to the span that began last; a span is what somebody vouched for of one stint.
  When that one ends, an earlier one that still runs goes on. A stint left open ends where the next one begins,
  where its task left doing, where it was last seen, or now.
* Peeks and sessions are told from the time that somebody vouched for.
* The cause of a stint explains a switch only if the stint had ended when the next one began. The log of a task
  says whether it was done by then; only where it knows of no end at all, the cause of the stint does.
* A switch counts in the window in which the later stint begins, an interruption where it happens, a session
  where it begins. The length of a session is its focus, without the gaps.
* A limit counts tasks with the class that they had at that time, and with the project and tags that they have now, as
  ``stats --by`` does: what was filed wrongly is set right for its whole past.
* Materials of 0 say nothing about what work is worth; a rate of 0 does (task C of the Value example).
* The 14 days of net flow, and those that a log must cover, are a duration up to now: 14 times 24 hours.
* The value of the switches rule is the most in an hour that ended within the last five minutes: that is what
  strains.
* A local day that never was (Pacific/Apia, 30 December 2011) has no row, is in no sample, and no workday begins
  on it. Cycle time is a difference of dates, which counts it.

"""
