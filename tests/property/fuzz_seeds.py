"""What the inputs of test_fuzz_inputs.py are made of: pieces that often break things, and a real input of each kind."""
# ruff: noqa: E501

from __future__ import annotations

PIECES = [
    "", " ", "\t", "\n", "\r\n", "\0", "\x1b[2J", "\x1b]52;c;eA==\x07", "\u2028", "\u202e", "\ud800", "\ufeff", "\u200b", "🚀", "İ", "ß",
    '"', "'", "\\", "{", "}", "[", "]", ":", ",", ";", "=", "<", ">", "(", ")", "+", "-", "@", "#", "|", "*", "/", ".", "%",
    "0", "-1", "1e999", "9" * 30, "999999999999", "0x10", "NaN", "null", "true", "none", "any", "-0", "1970", "8999", "10000",
    "due:", "every:", "for:", "state:", "is:", "age>", "pri<=", "done>=", "(A)", "x 2026-11-22", "rec:", "t:", "--", "every!", "after",
    "mon", "fri", "today", "tomorrow", "next", "last", "week", "month", "in", "2 weeks", "end of", "2026-02-30", "2026-11-22T25:61",
    "25:00", "https://", "http://[", "mailto:", "=1+1", "sep=", "tasks", "_log", "meta", "settings", "history", "waiting", "doing",
]  # fmt: skip
VALUES = [
    None, True, False, 0, -1, 1, 3.5, float("inf"), float("nan"), 10**30, "", "x", "doing", "2026-11-22", "2026-11-22T09:00:00+01:00",
    "8999-01-01T00:00:00Z", "20261122T091500123-q8f2k", "\ud800", [], {}, [[]], [{}], {"a": 1}, ["doing"], {"at": None}, "x" * 3000,
]  # fmt: skip

QUERIES = [
    'bank +acme @phone state:doing,waiting due<fri age>2w pri<=C is:blocked -"two words" for:ana on:none done>=mon created<2w'
]
TYPED = [
    '(A) Call the bank +"Big Client" @phone due:next week every:2 weeks for:Ana -- rest',
    "x due: in two weeks",
    "every:mon,thu buy",
]
DATES = [
    "in 2 weeks",
    "next friday",
    "2026-11-22",
    "22 nov 2027",
    "end of month",
    "+3d",
    "yesterday 14:30",
    "2026-11-22T14:30+01:00",
]
CSV_DATES = ["31.12.2026", "12/31/2026 5:12 PM", "31 Dec 2026, 10:00", "Dec 31, 2026"]
SCHEDULES = ["mon-fri 09-12 1; mon-fri 12-18 3; 2", "sat,sun 00:00-24:00 0"]
WORK_HOURS = ["mon-fri 09:00-12:30 13:30-18:00, sat 10-12"]
EVERY = ["2 weeks", "mon,thu", "after 3 days", "month", "weekday"]
LINKS = ["see https://example.org/a_(b), mailto:a@b.c and http://x.y/?q=[1]."]
SETTINGS = [
    'density = "dense"\nwork_hours = "mon-fri 09-17"\n[keys]\nstart = "s"\n[views]\ncalls = "@phone due<=fri"\n'
    '[projects.acme]\nletter = "A"\n[themes.own]\nprimary = "#112233"\n[terminal]\nnotify = "auto"\n'
]  # fmt: skip
TODO = [
    "(A) 2026-11-01 Call Ana +fair @phone due:2026-12-04 rec:1w\nx 2026-11-20 2026-11-01 Tidy t:2026-12-01 pri:B id:7\n"
]
TASK = {
    "id": "k7q2m", "title": "Write", "state": "waiting", "project": "acme", "tags": ["a", "b"], "priority": "A", "due": "2026-11-27",
    "class": "fixed-date", "for": "Ana", "note": "n", "next_step": "s", "every": "week", "created": "2026-11-01T09:00:00+01:00",
    "waiting_on": "Ben", "waiting_why": "ink", "follow_up": "2026-11-30", "blocked_by": ["k7q2n"], "rank": "a0",
    "checklist": [{"text": "one", "done": True}, {"text": "two", "done": False}],
    "history": [
        {"at": "2026-11-02T09:00:00+01:00", "to": "doing"},
        {"at": "2026-11-03T09:00:00+01:00", "to": "waiting", "on": "Ben", "why": "ink", "until": "2026-11-30"},
        {"at": "2026-11-04T09:00:00+01:00", "event": "resolved"},
    ],
    "focus": [{"start": "2026-11-02T09:00:00+01:00", "end": "2026-11-02T10:00:00+01:00", "cause": "pause"}],
}  # fmt: skip
DOCUMENT = {"tasks": [TASK, {"title": "Small"}]}
WARRIOR = [
    {
        "id": 1, "uuid": "00000000-0000-4000-8000-000000000001", "description": "Write", "status": "pending", "entry": "20261101T090000Z",
        "start": "20261102T090000Z", "due": "20261127T230000Z", "project": "acme", "tags": ["a"], "priority": "H", "urgency": 3.2,
        "depends": ["00000000-0000-4000-8000-000000000002"], "annotations": [{"entry": "20261103T090000Z", "description": "note"}],
        "wait": "20261201T000000Z", "recur": "weekly", "modified": "20261103T090000Z",
    },
]  # fmt: skip
TABLE = ['title,state,due,created,tags,note\nWrite,doing,31.12.2026,2026-11-01,"a, b","two\nlines"\nSmall,,,,,\n']
DSTASK = [
    'summary: "Write"\nnotes: "n"\ntags: [a, b]\nproject: acme\npriority: P1\ncreated: 2026-11-01T09:00:00Z\ndue: 2026-11-27T00:00:00Z\n'
]
KANBAN = {
    "boards": [{"board_id": 1, "name": "Own", "reset_column": None, "start_column": 2, "finish_column": 3}],
    "columns": [{"column_id": 1, "board_id": 1, "name": "Ready", "position": 0}, {"column_id": 2, "board_id": 1, "name": "Doing", "position": 1}],
    "tasks": [{"task_id": 1, "title": "Write", "column": 2, "description": "n", "creation_date": "2026-11-01 09:00:00", "start_date": None, "category": 1}],
    "categories": [{"category_id": 1, "name": "acme", "color": "#fff"}],
}  # fmt: skip

LONG = [
    piece * (count // len(piece))
    for count in (30_000,)
    for piece in (
        '"a quote that is opened\n',
        'x,"y is opened too\n',
        "http://",
        "mailto:x ",
        "(",
        ")",
        "https://x" + ")" * 50,
        '"',
        "+p ",
        "due: ",
        "[",
        "{",
        "0",
        "a" * 99 + "\n",
    )
]
"""Long texts that cost the square of their length where somebody looks at the rest once more for each piece."""
