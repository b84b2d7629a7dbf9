-- Made by the functions of kanban-tui 0.8.2 itself, its triggers left out; the days moved to November 2026.
BEGIN TRANSACTION;
CREATE TABLE audits (
    event_id INTEGER PRIMARY KEY,
    event_timestamp DATETIME NOT NULL,
    event_type TEXT NOT NULL,
    object_type TEXT NOT NULL,
    object_id INTEGER NOT NULL,
    object_field TEXT,
    value_old TEXT,
    value_new TEXT
    );
INSERT INTO "audits" VALUES(1,'2026-11-17 11:15:40','CREATE','board',1,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(2,'2026-11-17 11:15:40','CREATE','column',1,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(3,'2026-11-17 11:15:40','CREATE','column',2,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(4,'2026-11-17 11:15:40','CREATE','column',3,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(5,'2026-11-17 11:15:40','CREATE','column',4,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(6,'2026-11-17 11:15:40','CREATE','board',2,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(7,'2026-11-17 11:15:40','CREATE','column',5,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(8,'2026-11-17 11:15:40','CREATE','column',6,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(9,'2026-11-17 11:15:40','CREATE','column',7,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(10,'2026-11-17 11:15:40','CREATE','column',8,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(11,'2026-11-17 11:15:40','CREATE','task',1,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(12,'2026-11-17 11:15:40','CREATE','task',2,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(13,'2026-11-17 11:15:40','CREATE','task',3,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(14,'2026-11-17 11:15:40','CREATE','task',4,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(15,'2026-11-17 11:15:40','CREATE','task',5,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(16,'2026-11-17 11:15:40','CREATE','task',6,NULL,NULL,NULL);
CREATE TABLE boards (
    board_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    icon TEXT,
    creation_date DATETIME NOT NULL,
    reset_column INTEGER DEFAULT NULL,
    start_column INTEGER DEFAULT NULL,
    finish_column INTEGER DEFAULT NULL,
    FOREIGN KEY (reset_column) REFERENCES columns(column_id),
    FOREIGN KEY (start_column) REFERENCES columns(column_id),
    FOREIGN KEY (finish_column) REFERENCES columns(column_id),
    CHECK (name <> "")
    );
INSERT INTO "boards" VALUES(1,'Work',':sparkles:','2026-11-17T11:15:40',NULL,NULL,NULL);
INSERT INTO "boards" VALUES(2,'Home',NULL,'2026-11-17T11:15:40',NULL,NULL,NULL);
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
    column INTEGER NOT NULL,
    category TEXT,
    description TEXT,
    creation_date DATETIME NOT NULL,
    start_date DATETIME,
    finish_date DATETIME,
    due_date DATETIME,
    time_worked_on INTEGER,
    board_id INTEGER,
    FOREIGN KEY (board_id) REFERENCES boards(board_id),
    FOREIGN KEY (column) REFERENCES columns(column_id),
    CHECK (title <> "")
    );
INSERT INTO "tasks" VALUES(1,'Write the report',1,'acme','two
lines','2026-11-17T08:00:00',NULL,NULL,'2026-12-01T00:00:00',0,1);
INSERT INTO "tasks" VALUES(2,'Doing [red]now[/]',2,NULL,NULL,'2026-11-17T08:00:00','2026-11-20T09:20:07',NULL,NULL,0,1);
INSERT INTO "tasks" VALUES(3,'Finish it',3,NULL,NULL,'2026-11-17T08:00:00','2026-11-19T09:00:00','2026-11-20T10:00:00',NULL,0,1);
INSERT INTO "tasks" VALUES(4,'Archived',4,NULL,NULL,'2026-11-17T08:00:00','2026-11-18T09:00:00','2026-11-18T10:00:00',NULL,0,1);
INSERT INTO "tasks" VALUES(5,'Given up',4,NULL,NULL,'2026-11-17T08:00:00',NULL,NULL,NULL,0,1);
INSERT INTO "tasks" VALUES(6,'Side one',5,NULL,NULL,'2026-11-17T08:00:00',NULL,NULL,NULL,0,2);
COMMIT;
