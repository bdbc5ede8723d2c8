-- Read models. `candour rebuild` can make them again from the record at any time.

CREATE TABLE force (
    id TEXT NOT NULL,
    name TEXT,
    founded_on TEXT,
    successor TEXT,
    successor_from TEXT,
    stream TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE erasure (
    subject TEXT NOT NULL,
    category TEXT,
    law TEXT,
    done_at BIGINT,
    stream TEXT NOT NULL,
    PRIMARY KEY (subject)
);

CREATE TABLE officer (
    id TEXT NOT NULL,
    workforce TEXT,
    force TEXT,
    unit TEXT,
    post TEXT,
    rank TEXT,
    armed BOOLEAN NOT NULL,
    probationer BOOLEAN NOT NULL,
    service TEXT,
    left_on TEXT,
    suspended_since BIGINT,
    verifiable BOOLEAN NOT NULL,
    protections_count BIGINT,
    clearance TEXT,
    clearance_expires TEXT,
    online BOOLEAN NOT NULL,
    on_duty_since BIGINT,
    on_duty_until BIGINT,
    stream TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE posting (
    officer TEXT NOT NULL,
    number BIGINT NOT NULL,
    force TEXT,
    unit TEXT,
    post TEXT,
    rank TEXT,
    joining TEXT,
    begins_on TEXT,
    ends_on TEXT,
    stream TEXT NOT NULL,
    PRIMARY KEY (officer, number)
);

CREATE TABLE relation (
    officer TEXT NOT NULL,
    number BIGINT NOT NULL,
    other TEXT,
    kind TEXT,
    declared_at BIGINT,
    stream TEXT NOT NULL,
    PRIMARY KEY (officer, number)
);

CREATE TABLE concern (
    event TEXT NOT NULL,
    officer TEXT,
    kind TEXT,
    source TEXT,
    force TEXT,
    recorded_at BIGINT,
    stream TEXT NOT NULL,
    PRIMARY KEY (event)
);

CREATE TABLE protection (
    officer TEXT NOT NULL,
    kind TEXT NOT NULL,
    matter TEXT NOT NULL,
    rule TEXT,
    since BIGINT,
    stream TEXT NOT NULL,
    PRIMARY KEY (officer, kind, matter)
);

CREATE TABLE report (
    id TEXT NOT NULL,
    force TEXT,
    kind TEXT,
    category TEXT,
    violence_against_women BOOLEAN NOT NULL,
    schedule_3 BOOLEAN NOT NULL,
    reporter TEXT,
    officer TEXT,
    received_at BIGINT,
    happened_at BIGINT,
    closed_at BIGINT,
    outcome TEXT,
    withdrawn_at BIGINT,
    matters_count BIGINT,
    stream TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE series (
    report TEXT NOT NULL,
    other TEXT NOT NULL,
    number BIGINT,
    stream TEXT NOT NULL,
    PRIMARY KEY (report, other)
);

CREATE TABLE link (
    id TEXT NOT NULL,
    kind TEXT,
    proposed_for TEXT,
    officer TEXT,
    weight_centibits BIGINT,
    model TEXT,
    verdict TEXT,
    stream TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE matter (
    id TEXT NOT NULL,
    force TEXT,
    officer TEXT,
    kind TEXT,
    regime TEXT,
    stage TEXT,
    opened_at BIGINT,
    attention_on TEXT,
    violence_against_women BOOLEAN NOT NULL,
    severity TEXT,
    assessed_at BIGINT,
    suspension TEXT,
    suspension_at BIGINT,
    referral TEXT,
    mode TEXT,
    called_in BOOLEAN NOT NULL,
    form TEXT,
    hearing_on TEXT,
    finding TEXT,
    outcome TEXT,
    closed_at BIGINT,
    appeal TEXT,
    withdrawn BOOLEAN NOT NULL,
    vindicated_at BIGINT,
    stream TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE matter_report (
    matter TEXT NOT NULL,
    report TEXT NOT NULL,
    number BIGINT,
    stream TEXT NOT NULL,
    PRIMARY KEY (matter, report)
);

CREATE TABLE assignment (
    matter TEXT NOT NULL,
    officer TEXT NOT NULL,
    current BOOLEAN NOT NULL,
    stream TEXT NOT NULL,
    PRIMARY KEY (matter, officer)
);

CREATE TABLE allegation (
    id TEXT NOT NULL,
    matter TEXT,
    officer TEXT,
    category TEXT,
    violence_against_women BOOLEAN NOT NULL,
    reliability TEXT,
    basis TEXT,
    arose_on TEXT,
    finding TEXT,
    stream TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE pending (
    id TEXT NOT NULL,
    matter TEXT,
    force TEXT,
    decision TEXT,
    asked_by TEXT,
    asked_role TEXT,
    asked_at BIGINT,
    stream TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE restriction (
    matter TEXT NOT NULL,
    number BIGINT NOT NULL,
    scope TEXT,
    expires_on TEXT,
    ends_with TEXT,
    stream TEXT NOT NULL,
    PRIMARY KEY (matter, number)
);

CREATE TABLE duty (
    id TEXT NOT NULL,
    name TEXT,
    rule TEXT,
    layer TEXT,
    owner TEXT,
    force TEXT,
    officer TEXT,
    due_on TEXT,
    late_from BIGINT,
    arose_at BIGINT,
    state TEXT,
    ended_at BIGINT,
    late BOOLEAN NOT NULL,
    tell_at BIGINT,
    stream TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE sign (
    id TEXT NOT NULL,
    kind TEXT,
    rule TEXT,
    officer TEXT,
    force TEXT,
    label TEXT,
    raised_at BIGINT,
    stream TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE notice (
    given_by TEXT NOT NULL,
    number BIGINT NOT NULL,
    recipient TEXT,
    about TEXT,
    rule TEXT,
    given_at BIGINT,
    stream TEXT NOT NULL,
    PRIMARY KEY (given_by, number)
);

CREATE TABLE stop (
    id TEXT NOT NULL,
    officer TEXT,
    force TEXT,
    power TEXT,
    opened_at BIGINT,
    closed_at BIGINT,
    outcome TEXT,
    reason_changed BOOLEAN NOT NULL,
    reference TEXT,
    device TEXT,
    off_duty BOOLEAN NOT NULL,
    call TEXT,
    escalates_at BIGINT,
    stream TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE public_check (
    id TEXT NOT NULL,
    reference TEXT,
    leg TEXT,
    outcome TEXT,
    cause TEXT,
    stop TEXT,
    officer TEXT,
    force TEXT,
    begun_at BIGINT,
    made_at BIGINT,
    stream TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE alarm (
    public_check TEXT NOT NULL,
    force TEXT,
    desk TEXT,
    cause TEXT,
    raised_at BIGINT,
    acknowledged_at BIGINT,
    escalated TEXT,
    escalates_at BIGINT,
    closed_at BIGINT,
    stream TEXT NOT NULL,
    PRIMARY KEY (public_check)
);

CREATE TABLE consultation (
    record TEXT NOT NULL,
    number BIGINT NOT NULL,
    viewer TEXT,
    role TEXT,
    force TEXT,
    purpose TEXT,
    task BOOLEAN NOT NULL,
    made_at BIGINT,
    stream TEXT NOT NULL,
    PRIMARY KEY (record, number)
);

CREATE INDEX officer_force ON officer (force, id);
CREATE INDEX posting_place ON posting (force, unit, begins_on);
CREATE INDEX relation_other ON relation (other);
CREATE INDEX concern_officer ON concern (officer, recorded_at);
CREATE INDEX protection_matter ON protection (matter);
CREATE INDEX report_reporter ON report (reporter, received_at);
CREATE INDEX report_officer ON report (officer, received_at);
CREATE INDEX report_force ON report (force, received_at);
CREATE INDEX series_other ON series (other);
CREATE INDEX link_officer ON link (officer);
CREATE INDEX link_open ON link (verdict, weight_centibits);
CREATE INDEX matter_officer ON matter (officer, opened_at);
CREATE INDEX matter_force ON matter (force, stage, opened_at);
CREATE INDEX matter_report_report ON matter_report (report);
CREATE INDEX assignment_officer ON assignment (officer, current);
CREATE INDEX allegation_officer ON allegation (officer);
CREATE INDEX allegation_matter ON allegation (matter);
CREATE INDEX pending_matter ON pending (matter);
CREATE INDEX restriction_expiry ON restriction (expires_on);
CREATE INDEX duty_due ON duty (state, late_from);
CREATE INDEX duty_tell ON duty (tell_at) WHERE tell_at IS NOT NULL;
CREATE INDEX report_received ON report (received_at);
CREATE INDEX duty_officer ON duty (officer);
CREATE INDEX duty_stream ON duty (stream);
CREATE INDEX sign_officer ON sign (officer, raised_at);
CREATE INDEX sign_kind ON sign (kind, raised_at);
CREATE INDEX stop_officer ON stop (officer, opened_at);
CREATE INDEX stop_open ON stop (force, opened_at) WHERE closed_at IS NULL;
CREATE INDEX stop_call ON stop (escalates_at) WHERE escalates_at IS NOT NULL;
CREATE INDEX stop_reference ON stop (reference);
CREATE INDEX public_check_reference ON public_check (reference);
CREATE INDEX public_check_stop ON public_check (stop, made_at);
CREATE INDEX public_check_officer ON public_check (officer, made_at);
CREATE INDEX alarm_open ON alarm (force, raised_at) WHERE closed_at IS NULL;
CREATE INDEX alarm_escalates ON alarm (escalates_at) WHERE escalates_at IS NOT NULL;
CREATE INDEX consultation_viewer ON consultation (viewer, made_at);
CREATE INDEX consultation_record ON consultation (record, made_at);
