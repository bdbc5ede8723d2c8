//! The configuration, as operators write it.

use insta::assert_snapshot;
use web::Config;

fn faults(text: &str) -> String {
    Config::read("candour.toml", text, []).unwrap_err().to_string()
}

fn variable(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn nothing_needs_to_be_set_on_ones_own_machine() {
    let config = Config::read("candour.toml", "", []).unwrap();
    assert_eq!(config.address.to_string(), "127.0.0.1:8080");
    assert_eq!(config.origin(), "http://localhost:8080");
}

#[test]
fn every_fault_is_told_at_once_with_its_line_and_what_would_work() {
    let text = "adress = \"127.0.0.1:8080\"\n\n[check]\nexit_url = \"http://weather.example\"\nper_address_per_minute = 0\n\n[forces.northmere]\nprefix = \"nm\"\nphoto = \"maybe\"\n";
    assert_snapshot!(faults(text), @r"
    candour.toml:1: there is no key `adress`: did you mean `address`?
    candour.toml:4: `check.exit_url`: `http://weather.example/` is not safe: needs an address that begins with `https://`
    candour.toml:5: `check.per_address_per_minute`: `0` cannot be: needs a whole number from 1 to 100000
    candour.toml:9: `forces.northmere.photo`: needs `true` or `false`
    candour.toml:8: `forces.northmere.prefix`: `nm` cannot begin a reference: needs two capital letters such as `NM`
    ");
}

#[test]
fn keys_that_do_not_fit_together_are_told() {
    assert_snapshot!(faults("address = \"0.0.0.0:80\""), @"candour.toml:1: `public_url` is needed where the service listens beyond the machine: set it to the address that the public uses");
    assert_snapshot!(faults("[forces.a]\nprefix = \"NM\"\n[forces.b]\nprefix = \"NM\"\nneighbour = \"c\"\n"), @r"
    candour.toml:4: `NM` already begins the references of `a`: choose other letters
    candour.toml:5: `c` is not configured: add `[forces.c]`, or name another neighbour
    ");
    assert_snapshot!(faults("[check]\nduty_force = \"nope\"\n[forces.a]\nprefix = \"NM\"\n"), @"candour.toml:2: `nope` is not configured: add `[forces.nope]`, or name another force");
}

#[test]
fn a_filter_that_cannot_be_read_is_quoted() {
    assert_snapshot!(faults("[telemetry]\nlog_filter = \"web=loudly\"\n"), @"candour.toml:2: `telemetry.log_filter`: `web=loudly` cannot be read as a filter: write one such as `info,web=debug`");
}

#[test]
fn what_is_not_toml_is_told_with_its_line() {
    let told = faults("address = \"127.0.0.1:8080\"\npublic_url = https\n");
    assert!(told.starts_with("candour.toml:2: is not TOML"), "{told}");
}

#[test]
fn the_environment_wins_and_its_slips_are_noticed() {
    let variables = [
        variable("CANDOUR_ADDRESS", "127.0.0.1:9000"),
        variable("CANDOUR_TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.7"),
        variable("CANDOUR_FORCES_EAST_MERE_NAME", "East Mere Police"),
        variable("CANDOUR_CHEK_EXIT_URL", "https://weather.example"),
        variable("PATH", "/bin"),
    ];
    let text = "address = \"127.0.0.1:8080\"\n[forces.east-mere]\nprefix = \"EM\"\n";
    let config = Config::read("candour.toml", text, variables).unwrap();
    assert_eq!(config.address.port(), 9000);
    assert_eq!(config.trusted_proxies.len(), 2);
    assert_eq!(config.forces.values().next().unwrap().name, "East Mere Police");
    let unknown = [("CANDOUR_CHEK_EXIT_URL".to_owned(), Some("CANDOUR_CHECK_EXIT_URL".to_owned()))];
    assert_eq!(config.unknown_variables, unknown);
    let told = Config::read("candour.toml", "", [variable("CANDOUR_ADDRESS", "here")]).unwrap_err().to_string();
    assert_snapshot!(told, @"CANDOUR_ADDRESS: `address`: `here` cannot be: write one such as `127.0.0.1:8080`");
}

#[test]
fn the_printed_configuration_reads_back_as_itself_and_hides_the_password() {
    let text = "public_url = \"https://check.example\"\ntrusted_proxies = [\"10.0.0.0/8\"]\n[record]\ndatabase = \"postgres://candour:hunter2@db/candour\"\n[forces.northmere]\nname = \"Northmere Police\"\nprefix = \"NM\"\nidentity = \"name\"\n[hook.sms]\nsecret_file = \"keys/sms\"\n";
    let config = Config::read("candour.toml", text, []).unwrap();
    let printed = config.to_string();
    assert!(!printed.contains("hunter2"), "{printed}");
    let mut again = Config::read("printed", &printed, []).unwrap();
    again.record.database.clone_from(&config.record.database);
    // Effective settings are printed even if they were not set.
    assert_eq!(again.duty_force(), config.duty_force());
    again.check.duty_force = None;
    assert_eq!(again, config, "{printed}");
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "whether the reference is to be written is known from the environment only"
)]
fn the_reference_is_what_the_table_of_keys_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/configuration.md");
    let reference = web::config::reference();
    if std::env::var("CANDOUR_WRITE").is_ok() {
        std::fs::write(path, &reference).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == reference,
        "docs/reference/configuration.md is out of date: CANDOUR_WRITE=1 cargo nextest run --workspace reference_is"
    );
}
