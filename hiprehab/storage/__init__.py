"""Files and the database: the only place with SQL and with what the person keeps."""
