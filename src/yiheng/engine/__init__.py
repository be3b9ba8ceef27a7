"""信息: the engine room, the only one that knows an SQL engine. Steps and runs, cities on disk, snapshots, publishing."""
