-- The record is never changed, and nothing is removed from it.
CREATE FUNCTION keep_record() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the record is never changed'; END $$;
CREATE TRIGGER event_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION keep_record();
CREATE TRIGGER event_part_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON event_part
    FOR EACH STATEMENT EXECUTE FUNCTION keep_record();
CREATE TRIGGER log_entry_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON log_entry
    FOR EACH STATEMENT EXECUTE FUNCTION keep_record();
CREATE TRIGGER log_checkpoint_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON log_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION keep_record();
