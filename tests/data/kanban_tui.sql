-- Made by kanban-tui 0.21.2 itself, from its command line; the days moved to 2026-11-20.
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
INSERT INTO "audits" VALUES(1,'2026-11-20 08:19:59','CREATE','board',1,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(2,'2026-11-20 08:19:59','CREATE','column',1,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(3,'2026-11-20 08:19:59','CREATE','column',2,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(4,'2026-11-20 08:19:59','CREATE','column',3,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(5,'2026-11-20 08:19:59','CREATE','column',4,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(6,'2026-11-20 08:19:59','UPDATE','board',1,'reset_column',NULL,'1');
INSERT INTO "audits" VALUES(7,'2026-11-20 08:19:59','UPDATE','board',1,'start_column',NULL,'2');
INSERT INTO "audits" VALUES(8,'2026-11-20 08:19:59','UPDATE','board',1,'finish_column',NULL,'3');
INSERT INTO "audits" VALUES(9,'2026-11-20 08:19:59','CREATE','board',2,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(10,'2026-11-20 08:19:59','CREATE','column',5,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(11,'2026-11-20 08:19:59','CREATE','column',6,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(12,'2026-11-20 08:19:59','CREATE','column',7,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(13,'2026-11-20 08:19:59','CREATE','column',8,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(14,'2026-11-20 08:20:00','CREATE','task',1,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(15,'2026-11-20 08:20:01','CREATE','task',2,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(16,'2026-11-20 08:20:01','CREATE','task',3,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(17,'2026-11-20 08:20:02','CREATE','task',4,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(18,'2026-11-20 08:20:02','CREATE','task',5,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(19,'2026-11-20 08:20:04','DELETE','task',5,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(20,'2026-11-20 08:20:06','UPDATE','task',3,'start_date',NULL,'2026-11-20T09:20:01');
INSERT INTO "audits" VALUES(21,'2026-11-20 08:20:06','UPDATE','task',3,'finish_date',NULL,'2026-11-20T09:20:06');
INSERT INTO "audits" VALUES(22,'2026-11-20 08:20:06','UPDATE','task',3,'column','1','3');
INSERT INTO "audits" VALUES(23,'2026-11-20 08:20:07','UPDATE','task',4,'start_date',NULL,'2026-11-20T09:20:07');
INSERT INTO "audits" VALUES(24,'2026-11-20 08:20:07','UPDATE','task',4,'column','1','2');
INSERT INTO "audits" VALUES(25,'2026-11-20 08:20:07','UPDATE','task',4,'finish_date',NULL,'2026-11-20T09:20:07');
INSERT INTO "audits" VALUES(26,'2026-11-20 08:20:07','UPDATE','task',4,'column','2','3');
INSERT INTO "audits" VALUES(27,'2026-11-20 08:20:08','UPDATE','task',4,'column','3','4');
INSERT INTO "audits" VALUES(28,'2026-11-20 08:20:10','CREATE','task',5,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(29,'2026-11-20 08:20:10','CREATE','task',6,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(30,'2026-11-20 08:20:11','CREATE','task',7,NULL,NULL,NULL);
INSERT INTO "audits" VALUES(31,'2026-11-20 08:20:11','UPDATE','task',6,'column','5','6');
INSERT INTO "audits" VALUES(32,'2026-11-20 08:20:12','UPDATE','task',7,'column','5','7');
CREATE TABLE "boards" (
    board_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    icon TEXT,
    creation_date DATETIME NOT NULL,
    reset_column INTEGER DEFAULT NULL,
    start_column INTEGER DEFAULT NULL,
    finish_column INTEGER DEFAULT NULL,
    FOREIGN KEY (reset_column) REFERENCES columns(column_id) ON DELETE SET NULL,
    FOREIGN KEY (start_column) REFERENCES columns(column_id) ON DELETE SET NULL,
    FOREIGN KEY (finish_column) REFERENCES columns(column_id) ON DELETE SET NULL,
    CHECK (name <> "")
);
INSERT INTO "boards" VALUES(1,'Work','','2026-11-20T09:19:59',1,2,3);
INSERT INTO "boards" VALUES(2,'Side project','','2026-11-20T09:19:59',NULL,NULL,NULL);
CREATE TABLE categories (
    category_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    color TEXT NOT NULL,
    CHECK (name <> ""),
    CHECK (color <> "")
    );
INSERT INTO "categories" VALUES(1,'home','blue');
INSERT INTO "categories" VALUES(2,'acme','red');
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
INSERT INTO "columns" VALUES(5,'Todo',1,1,2);
INSERT INTO "columns" VALUES(6,'Active',1,2,2);
INSERT INTO "columns" VALUES(7,'Blocked',1,3,2);
INSERT INTO "columns" VALUES(8,'Shipped',1,4,2);
CREATE TABLE dependencies (
    dependency_id INTEGER PRIMARY KEY,
    task_id INTEGER NOT NULL,
    depends_on_task_id INTEGER NOT NULL,
    FOREIGN KEY (task_id) REFERENCES tasks(task_id) ON DELETE CASCADE,
    FOREIGN KEY (depends_on_task_id) REFERENCES tasks(task_id) ON DELETE CASCADE,
    CHECK (task_id != depends_on_task_id),
    UNIQUE(task_id, depends_on_task_id)
);
INSERT INTO "dependencies" VALUES(1,3,1);
CREATE TABLE schema_versions (
    version INTEGER PRIMARY KEY,
    applied_on DATETIME NOT NULL
);
INSERT INTO "schema_versions" VALUES(2,'2026-11-20 08:19:58');
INSERT INTO "schema_versions" VALUES(3,'2026-11-20 08:19:58');
INSERT INTO "schema_versions" VALUES(4,'2026-11-20 08:19:58');
CREATE TABLE tasks (
    task_id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    column INTEGER NOT NULL,
    category INTEGER,
    description TEXT,
    creation_date DATETIME NOT NULL,
    start_date DATETIME,
    finish_date DATETIME,
    due_date DATETIME, metadata TEXT DEFAULT '{}', position INTEGER NOT NULL DEFAULT 0,
    FOREIGN KEY (column) REFERENCES columns(column_id),
    FOREIGN KEY (category) REFERENCES categories(category_id),
    CHECK (title <> "")
    );
INSERT INTO "tasks" VALUES(1,'Write the report',1,2,'two
lines','2026-11-20T09:20:00',NULL,NULL,'2026-12-01T00:00:00','{}',0);
INSERT INTO "tasks" VALUES(2,'Doing [red]now[/]',2,NULL,'','2026-11-20T09:20:01',NULL,NULL,NULL,'{}',0);
INSERT INTO "tasks" VALUES(3,'Finish it',3,NULL,'','2026-11-20T09:20:01','2026-11-20T09:20:01','2026-11-20T09:20:06',NULL,'{}',0);
INSERT INTO "tasks" VALUES(4,'Archived',4,NULL,'','2026-11-20T09:20:02','2026-11-20T09:20:07','2026-11-20T09:20:07',NULL,'{}',0);
INSERT INTO "tasks" VALUES(5,'Side one',5,NULL,'','2026-11-20T09:20:10',NULL,NULL,NULL,'{}',0);
INSERT INTO "tasks" VALUES(6,'Side two',6,NULL,'','2026-11-20T09:20:10',NULL,NULL,NULL,'{}',0);
INSERT INTO "tasks" VALUES(7,'Side three',7,NULL,'','2026-11-20T09:20:11',NULL,NULL,NULL,'{}',0);
CREATE TRIGGER task_creation
    AFTER INSERT on tasks
    FOR EACH ROW
    BEGIN
        INSERT into audits (
            event_timestamp,
            event_type,
            object_type,
            object_id
            )
        VALUES (
            datetime('now'),
            'CREATE',
            'task',
            NEW.task_id
        );
    END;
CREATE TRIGGER task_deletion
    AFTER DELETE on tasks
    FOR EACH ROW
    BEGIN
        INSERT into audits (
            event_timestamp,
            event_type,
            object_type,
            object_id
            )
        VALUES (
            datetime('now'),
            'DELETE',
            'task',
            OLD.task_id
        );
    END;
CREATE TRIGGER task_update
    AFTER UPDATE ON tasks
    FOR EACH ROW
    BEGIN
        INSERT INTO audits (
            event_timestamp,
            event_type,
            object_type,
            object_id,
            object_field,
            value_old,
            value_new
            )
        SELECT
            datetime('now'),
            'UPDATE',
            'task',
            OLD.task_id,
            'title',
            OLD.title,
            NEW.title
        WHERE OLD.title IS NOT NEW.title;

        INSERT INTO audits (
            event_timestamp,
            event_type,
            object_type,
            object_id,
            object_field,
            value_old,
            value_new
            )
        SELECT
            datetime('now'),
            'UPDATE',
            'task',
            OLD.task_id,
            'description',
            OLD.description,
            NEW.description
        WHERE OLD.description IS NOT NEW.description;

        INSERT INTO audits (
            event_timestamp,
            event_type,
            object_type,
            object_id,
            object_field,
            value_old,
            value_new
            )
        SELECT
            datetime('now'),
            'UPDATE',
            'task',
            OLD.task_id,
            'due_date',
            OLD.due_date,
            NEW.due_date
        WHERE OLD.due_date IS NOT NEW.due_date;

        INSERT INTO audits (
            event_timestamp,
            event_type,
            object_type,
            object_id,
            object_field,
            value_old,
            value_new
            )
        SELECT
            datetime('now'),
            'UPDATE',
            'task',
            OLD.task_id,
            'start_date',
            OLD.start_date,
            NEW.start_date
        WHERE OLD.start_date IS NOT NEW.start_date;

        INSERT INTO audits (
            event_timestamp,
            event_type,
            object_type,
            object_id,
            object_field,
            value_old,
            value_new
            )
        SELECT
            datetime('now'),
            'UPDATE',
            'task',
            OLD.task_id,
            'finish_date',
            OLD.finish_date,
            NEW.finish_date
        WHERE OLD.finish_date IS NOT NEW.finish_date;

        INSERT INTO audits (
            event_timestamp,
            event_type,
            object_type,
            object_id,
            object_field,
            value_old,
            value_new
            )
        SELECT
            datetime('now'),
            'UPDATE',
            'task',
            OLD.task_id,
            'column',
            OLD.column,
            NEW.column
        WHERE OLD.column IS NOT NEW.column;
    END;
CREATE TRIGGER column_creation
    AFTER INSERT on columns
    FOR EACH ROW
    BEGIN
        INSERT into audits (
            event_timestamp,
            event_type,
            object_type,
            object_id
            )
        VALUES (
            datetime('now'),
            'CREATE',
            'column',
            NEW.column_id
        );
    END;
CREATE TRIGGER column_deletion
    AFTER DELETE on columns
    FOR EACH ROW
    BEGIN
        INSERT into audits (
            event_timestamp,
            event_type,
            object_type,
            object_id
            )
        VALUES (
            datetime('now'),
            'DELETE',
            'column',
            OLD.column_id
        );
    END;
CREATE TRIGGER column_update
    AFTER UPDATE on columns
    FOR EACH ROW
    BEGIN
        INSERT into audits (
            event_timestamp,
            event_type,
            object_type,
            object_id,
            object_field,
            value_old,
            value_new
            )
        SELECT
            datetime('now'),
            'UPDATE',
            'column',
            OLD.column_id,
            'name',
            OLD.name,
            NEW.name

        WHERE OLD.name IS NOT NEW.name;
    END;
CREATE TRIGGER board_creation
AFTER INSERT on boards
FOR EACH ROW
BEGIN
    INSERT into audits (
        event_timestamp,
        event_type,
        object_type,
        object_id
        )
    VALUES (
        datetime('now'),
        'CREATE',
        'board',
        NEW.board_id
    );
END;
CREATE TRIGGER board_deletion
AFTER DELETE on boards
FOR EACH ROW
BEGIN
    INSERT into audits (
        event_timestamp,
        event_type,
        object_type,
        object_id
        )
    VALUES (
        datetime('now'),
        'DELETE',
        'board',
        OLD.board_id
    );
END;
CREATE TRIGGER board_update
AFTER UPDATE on boards
FOR EACH ROW
BEGIN
    INSERT into audits (
        event_timestamp,
        event_type,
        object_type,
        object_id,
        object_field,
        value_old,
        value_new
        )
    SELECT
        datetime('now'),
        'UPDATE',
        'board',
        OLD.board_id,
        'name',
        OLD.name,
        NEW.name
    WHERE OLD.name IS NOT NEW.name;

    INSERT into audits (
        event_timestamp,
        event_type,
        object_type,
        object_id,
        object_field,
        value_old,
        value_new
        )
    SELECT
        datetime('now'),
        'UPDATE',
        'board',
        OLD.board_id,
        'icon',
        OLD.icon,
        NEW.icon
    WHERE OLD.icon IS NOT NEW.icon;

    INSERT into audits (
        event_timestamp,
        event_type,
        object_type,
        object_id,
        object_field,
        value_old,
        value_new
        )
    SELECT
        datetime('now'),
        'UPDATE',
        'board',
        OLD.board_id,
        'reset_column',
        OLD.reset_column,
        NEW.reset_column
    WHERE OLD.reset_column IS NOT NEW.reset_column;

    INSERT into audits (
        event_timestamp,
        event_type,
        object_type,
        object_id,
        object_field,
        value_old,
        value_new
        )
    SELECT
        datetime('now'),
        'UPDATE',
        'board',
        OLD.board_id,
        'start_column',
        OLD.start_column,
        NEW.start_column
    WHERE OLD.start_column IS NOT NEW.start_column;

    INSERT into audits (
        event_timestamp,
        event_type,
        object_type,
        object_id,
        object_field,
        value_old,
        value_new
        )
    SELECT
        datetime('now'),
        'UPDATE',
        'board',
        OLD.board_id,
        'finish_column',
        OLD.finish_column,
        NEW.finish_column
    WHERE OLD.finish_column IS NOT NEW.finish_column;
END;
COMMIT;
