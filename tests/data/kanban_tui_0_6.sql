-- Made by the functions of kanban-tui 0.6.4 itself; the days moved to November 2026.
BEGIN TRANSACTION;
CREATE TABLE boards (
    board_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    icon TEXT,
    creation_date DATETIME NOT NULL,
    CHECK (name <> "")
    );
INSERT INTO "boards" VALUES(1,'Work',':sparkles:','2026-11-17T11:15:39');
INSERT INTO "boards" VALUES(2,'Home',NULL,'2026-11-17T11:15:39');
CREATE TABLE columns (
    column_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    visible BOOLEAN,
    position INTEGER,
    board_id INTEGER,
    FOREIGN KEY (board_id) REFERENCES boards(board_id),
    CHECK (name <> "")
    );
INSERT INTO "columns" VALUES(1,'Ready',1,1,1);
INSERT INTO "columns" VALUES(2,'Doing',1,2,1);
INSERT INTO "columns" VALUES(3,'Done',1,3,1);
INSERT INTO "columns" VALUES(4,'Archive',0,4,1);
INSERT INTO "columns" VALUES(5,'Ready',1,1,2);
INSERT INTO "columns" VALUES(6,'Doing',1,2,2);
INSERT INTO "columns" VALUES(7,'Done',1,3,2);
INSERT INTO "columns" VALUES(8,'Archive',0,4,2);
CREATE TABLE tasks (
    task_id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    column TEXT NOT NULL,
    category TEXT,
    description TEXT,
    creation_date DATETIME NOT NULL,
    start_date DATETIME,
    finish_date DATETIME,
    due_date DATETIME,
    time_worked_on INTEGER,
    board_id INTEGER,
    FOREIGN KEY (board_id) REFERENCES boards(board_id),
    CHECK (title <> "")
    );
INSERT INTO "tasks" VALUES(1,'Write the report','Ready','acme','two
lines','2026-11-17T08:00:00',NULL,NULL,'2026-12-01T00:00:00',0,1);
INSERT INTO "tasks" VALUES(2,'Doing [red]now[/]','Doing',NULL,NULL,'2026-11-17T08:00:00','2026-11-20T09:20:07',NULL,NULL,0,1);
INSERT INTO "tasks" VALUES(3,'Finish it','Done',NULL,NULL,'2026-11-17T08:00:00','2026-11-19T09:00:00','2026-11-20T10:00:00',NULL,0,1);
INSERT INTO "tasks" VALUES(4,'Archived','Archive',NULL,NULL,'2026-11-17T08:00:00','2026-11-18T09:00:00','2026-11-18T10:00:00',NULL,0,1);
INSERT INTO "tasks" VALUES(5,'Given up','Archive',NULL,NULL,'2026-11-17T08:00:00',NULL,NULL,NULL,0,1);
INSERT INTO "tasks" VALUES(6,'Side one','Ready',NULL,NULL,'2026-11-17T08:00:00',NULL,NULL,NULL,0,2);
COMMIT;
