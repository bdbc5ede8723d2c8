-- The record is never changed, and nothing is removed from it.
CREATE TRIGGER event_keep BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the record is never changed'); END;
CREATE TRIGGER event_stay BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the record is never changed'); END;
CREATE TRIGGER event_part_keep BEFORE UPDATE ON event_part BEGIN SELECT RAISE(ABORT, 'the record is never changed'); END;
CREATE TRIGGER event_part_stay BEFORE DELETE ON event_part BEGIN SELECT RAISE(ABORT, 'the record is never changed'); END;
CREATE TRIGGER log_entry_keep BEFORE UPDATE ON log_entry BEGIN SELECT RAISE(ABORT, 'the record is never changed'); END;
CREATE TRIGGER log_entry_stay BEFORE DELETE ON log_entry BEGIN SELECT RAISE(ABORT, 'the record is never changed'); END;
CREATE TRIGGER log_checkpoint_keep BEFORE UPDATE ON log_checkpoint BEGIN SELECT RAISE(ABORT, 'the record is never changed'); END;
CREATE TRIGGER log_checkpoint_stay BEFORE DELETE ON log_checkpoint BEGIN SELECT RAISE(ABORT, 'the record is never changed'); END;
