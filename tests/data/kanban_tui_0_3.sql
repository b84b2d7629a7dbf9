-- Made by the functions of kanban-tui 0.3.2 itself; the days moved to November 2026.
BEGIN TRANSACTION;
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
    CHECK (title <> "")
    );
INSERT INTO "tasks" VALUES(1,'Write the report','Ready','acme','two
lines','2026-11-17T08:00:00',NULL,NULL,'2026-12-01T00:00:00',0);
INSERT INTO "tasks" VALUES(2,'Doing [red]now[/]','Doing',NULL,NULL,'2026-11-17T08:00:00','2026-11-20T09:20:07',NULL,NULL,0);
INSERT INTO "tasks" VALUES(3,'Finish it','Done',NULL,NULL,'2026-11-17T08:00:00','2026-11-19T09:00:00','2026-11-20T10:00:00',NULL,0);
INSERT INTO "tasks" VALUES(4,'Archived','Archive',NULL,NULL,'2026-11-17T08:00:00','2026-11-18T09:00:00','2026-11-18T10:00:00',NULL,0);
INSERT INTO "tasks" VALUES(5,'Given up','Archive',NULL,NULL,'2026-11-17T08:00:00',NULL,NULL,NULL,0);
CREATE INDEX idx_task_title ON tasks(title);
COMMIT;
