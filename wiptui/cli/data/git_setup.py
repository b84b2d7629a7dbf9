"""``git-setup``: teach the repository that holds the data file how to merge it."""

from __future__ import annotations

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.options import Command, Option
from wiptui.cli.program import program
from wiptui.domain.core.errors import UsageError
from wiptui.domain.text import printable
from wiptui.git.setup import Setup, set_up


def git_setup(call: Call) -> int:
    """Write the attributes and, where asked, the driver; say what was done."""
    if call.flag("driver") and call.flag("union"):
        raise UsageError("--driver and --union exclude each other.")
    path = call.service.path
    done = set_up(str(path), program(), driver=call.flag("driver"), union=call.flag("union"))
    if call.json:
        out.put_json(
            {
                "repository": done.repository,
                "attributes": done.attributes,
                "line": done.line,
                "written": done.is_written,
                "driver": done.driver or None,
                "configured": done.is_configured,
                "merge": done.in_force,
            }
        )
    else:
        _tell(done)
    return err.DONE if done.in_force == done.wanted else err.FAILED


def _tell(done: Setup) -> None:
    attributes = printable(done.attributes)
    if done.is_written:
        out.put(f"{attributes}: {done.line}")
    if done.is_configured:
        out.put(f"git config merge.wiptui.driver: {printable(done.driver)}")
    if done.in_force != done.wanted:
        err.say(f"git still sees merge={done.in_force} for the file: .git/info/attributes overrides it.")
        return
    if not done.is_written and not done.is_configured:
        err.say(f"Nothing to do: git merges the file with merge={done.in_force} already.")
    elif done.is_written:
        err.say("Commit the .gitattributes file, and every clone merges so.")
    if done.is_configured:
        err.say("The driver is set up in this clone only: run git-setup once in each.")


COMMANDS = {
    "git-setup": Command(
        git_setup,
        "[--driver] [--union] [--json]",
        "Teaches the git repository that holds the data file how to merge it, with a line in .gitattributes. What is "
        "there stays.\nWithout --driver it is the union merge that git has built in, which needs no set-up of each "
        "clone; what it leaves double, wiptui unites. With --driver git calls wiptui itself.",
        (
            Option("driver", about="let git call wiptui merge; to be run in each clone"),
            Option("union", about="back from the driver to the built-in merge"),
        ),
        most=0,
        examples=(("wiptui git-setup --file ~/notes/wip.json", "for a file in a repository of notes"),),
    )
}
