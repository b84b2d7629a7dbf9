"""The sample's story: three months of a freelance designer who also programs, first in two lanes of work, later in
three.

Days count back from today: ``("Menu cards", "lumen", 47, 44)`` was started 47 days ago and done 44 days ago. Tasks of a
lane follow one another, so that the lanes are the slots of the doing limit.
"""

from __future__ import annotations

Job = tuple[str, str, int, int]
"""Title, project, day of the start, day of the finish."""

FIRST_DAY = 90
THIRD_LANE = 19
"""The day on which the limit changed from two to three."""

FOR_WHOM = {"acme": "Ana", "lumen": "Mrs. Okafor"}
TAGS = {"acme": ["code"], "lumen": ["design"], "fair": ["design"], "home": ["paper"], "studio": []}

LANES: tuple[tuple[Job, ...], ...] = (
    (
        ("Wireframes for the dashboard", "acme", 88, 85),
        ("Bakery logo, first sketches", "lumen", 85, 78),
        ("Invoice template", "studio", 78, 77),
        ("Type scale for the dashboard", "acme", 76, 72),
        ("Newsletter: mend the unsubscribe link", "lumen", 71, 71),
        ("Colour tests for the bakery bags", "lumen", 71, 64),
        ("Empty states for the dashboard", "acme", 64, 61),
        ("Estimate for the museum", "studio", 60, 59),
        ("Icon set, round one", "acme", 58, 47),
        ("Menu cards", "lumen", 47, 44),
        ("Backup script for the studio disk", "studio", 43, 42),
        ("Export to PDF", "acme", 41, 36),
        ("Shop window lettering", "lumen", 36, 33),
        ("Login page, second round", "acme", 32, 30),
        ("Photos of the bread shelf", "lumen", 29, 27),
        ("Release notes 2.3", "acme", 26, 25),
        ("Charts that print in grey", "acme", 24, 16),
        ("Price tags", "lumen", 16, 13),
        ("Date picker on a phone", "acme", 12, 9),
    ),
    (
        ("Move the studio site to static pages", "studio", 87, 79),
        ("Portrait for the about page", "studio", 79, 77),
        ("Set up the build for Acme", "acme", 76, 74),
        ("Packaging for the rye loaf", "lumen", 73, 66),
        ("Tax return, part one", "home", 66, 65),
        ("Search field that forgives typos", "acme", 64, 58),
        ("Sign for the bakery door", "lumen", 58, 56),
        ("Renew the insurance", "home", 55, 55),
        ("Dashboard on a phone", "acme", 55, 45),
        ("Business cards", "studio", 44, 43),
        ("Unit tests for the export", "acme", 43, 38),
        ("Bike repair", "home", 37, 37),
        ("Opening hours poster", "lumen", 37, 35),
        ("Speed up the list view", "acme", 34, 28),
        ("Release 2.3", "acme", 28, 26),
        ("Letterhead", "lumen", 25, 21),
        ("Accessibility review", "acme", 20, 14),
        ("Autumn newsletter", "lumen", 14, 9),
        ("Import of old orders", "acme", 8, 3),
    ),
    (
        ("Sketches for the fair stand", "fair", 19, 16),
        ("Business plan for the bank", "studio", 12, 10),
        ("Banner for the fair", "fair", 10, 8),
    ),
)

IN_DOING: tuple[tuple[str, str, int], ...] = (("Flyer for the fair", "fair", 8), ("Fix the parser", "acme", 3))
"""The tasks in doing with the day of their start: one is older than most finished ones, one younger."""

THIS_WEEK = ("Call sheet for the photo day", "Slides for Monday", "Dark mode, first round")
"""The third lane since last week; each task follows the one before. ``TODAYS`` follows them."""
TODAYS = ("Tax letter", "home")

AT_ONCE = ("Call the bank", "Send the invoice to Acme", "Book a stand for spring")
"""Tasks done this week without a start."""

WAITS: dict[str, tuple[int, str, str, int | None, int]] = {
    "Packaging for the rye loaf": (71, "Mrs. Okafor", "the weight of the loaf", None, 68),
    "Icon set, round one": (55, "Ana", "which icons the app has already", 52, 50),
    "Dashboard on a phone": (52, "Ana", "two phones to test on", 50, 49),
    "Speed up the list view": (32, "Ana", "an export of real data", None, 31),
    "Charts that print in grey": (22, "Ana", "the colours of the printed report", 19, 18),
}
"""Title: day of the wait, on whom, why, day of the answer, day on which work went on."""

REFUSED_FIRST = (
    "Empty states for the dashboard",
    "Sign for the bakery door",
    "Menu cards",
    "Shop window lettering",
    "Release 2.3",
    "Price tags",
    "Banner for the fair",
)
"""Their start was tried some hours before the slot was free."""

SHELVED = ("Portfolio page", "studio", 15, "crop the photos of the bags, then write three captions")

READY: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("Write the report", "acme", {"due": 5, "tags": ["paper"], "priority": "B"}),
    ("Book the train to Leipzig", "fair", {"due": 16}),
    ("Tidy the backlog", "studio", {}),
    ("Read chapter 3 of the type book", "studio", {"tags": ["learn"], "class": "intangible"}),
)

BACKLOG: tuple[tuple[str, str], ...] = (
    ("Christmas bags for the bakery", "lumen"),
    ("Keyboard shortcuts for the dashboard", "acme"),
    ("Ask the museum whether they have decided", "studio"),
    ("New chair for the studio", "home"),
    ("Write about the rye loaf for the studio site", "studio"),
)

INTERRUPTIONS: tuple[tuple[int, str, str], ...] = (
    (44, "", "Ana"),
    (31, "Which paper for the window letters?", "Mrs. Okafor"),
    (24, "", "phone"),
    (17, "Logo for the allotment club", "Ben"),
    (10, "", "Ana"),
    (6, "", "phone"),
    (4, "Ask for the keys of the hall", "Ben"),
    (2, "", "door"),
)

CHECKLISTS: dict[str, tuple[tuple[str, int | None], ...]] = {
    "Flyer for the fair": (
        ("get the logos of the sponsors", 8),
        ("first draft", 7),
        ("text from Ben", 6),
        ("map of the hall", 5),
        ("proofread", 1),
        ("send it to the printer", None),
    ),
    "Fix the parser": (("reproduce it", 3), ("failing test 7", None), ("the docs", None)),
}
"""Steps with the day on which each was ticked."""
