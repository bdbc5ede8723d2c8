//! The cost of a child process: processor seconds, wall-clock seconds and peak memory. It reads `/proc`, so Linux only.

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::environment::{self, Stopwatch};
use crate::shell::{self, Stop};

/// The cost and the output of one run.
pub struct MeasuredRun {
    /// Everything that the process wrote to standard output.
    pub printed: String,
    /// User and system seconds of all its threads, in steps of the kernel's clock tick, which is usually 10 ms.
    pub cpu_s: Option<f64>,
    pub wall_s: f64,
    /// The largest resident size observed, in MiB.
    pub peak_mib: Option<f64>,
}

/// Runs a command to completion. Its standard error (progress) is shown, and its standard output is kept.
pub fn measure(command: &mut Command) -> Result<MeasuredRun, Stop> {
    let line = shell::line(command);
    let clock = Stopwatch::start();
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut child = spawned.map_err(|error| Stop::new(format!("`{line}` could not be started: {error}")))?;
    let reader = child.stdout.take().map(|mut pipe| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            // A broken pipe means that the child is gone, so there is no more output.
            let _ = pipe.read_to_end(&mut bytes);
            bytes
        })
    });

    // A process that has ended but has not been waited for still shows its processor time, but no longer its memory.
    let process = format!("/proc/{}", child.id());
    let mut peak_mib = None;
    let mut cpu_s = None;
    while let Some(stat) = fs::read_to_string(format!("{process}/stat")).ok().and_then(|text| Stat::parse(&text)) {
        cpu_s = Some(stat.ticks as f64 / ticks_per_second());
        if stat.ended {
            break;
        }
        let status = fs::read_to_string(format!("{process}/status")).unwrap_or_default();
        peak_mib = high_water_mib(&status).or(peak_mib);
        environment::pause(Duration::from_millis(5));
    }

    let status = child.wait().map_err(|error| Stop::new(format!("`{line}` was lost: {error}")))?;
    let wall_s = clock.seconds();
    let bytes = reader.and_then(|reader| reader.join().ok()).unwrap_or_default();
    if !status.success() {
        return Err(Stop::new(format!("`{line}` failed ({status})")));
    }
    Ok(MeasuredRun { printed: String::from_utf8_lossy(&bytes).into_owned(), cpu_s, wall_s, peak_mib })
}

struct Stat {
    ended: bool,
    ticks: u64,
}

impl Stat {
    /// See proc(5): the name in brackets may contain spaces. After it, field 3 is the state, 14 is utime and 15 is
    /// stime.
    fn parse(text: &str) -> Option<Self> {
        let (_, after_name) = text.rsplit_once(')')?;
        let fields: Vec<&str> = after_name.split_whitespace().collect();
        let ticks = |place: usize| fields.get(place - 3)?.parse::<u64>().ok();
        Some(Self { ended: matches!(*fields.first()?, "Z" | "X"), ticks: ticks(14)? + ticks(15)? })
    }
}

fn high_water_mib(status: &str) -> Option<f64> {
    let kib = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(kib.trim().trim_end_matches("kB").trim().parse::<f64>().ok()? / 1024.0)
}

fn ticks_per_second() -> f64 {
    static TICKS: std::sync::OnceLock<f64> = std::sync::OnceLock::new();
    *TICKS.get_or_init(|| {
        let told = shell::output(Command::new("getconf").arg("CLK_TCK"));
        told.and_then(|text| text.parse().ok()).unwrap_or(100.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_name_with_brackets_and_spaces_does_not_shift_the_fields() {
        let text = "42 (a b) c) Z 1 42 42 0 -1 4194560 100 0 0 0 250 30 0 0 20 0 1 0 9 0 0";
        let stat = Stat::parse(text).unwrap();
        assert!(stat.ended);
        assert_eq!(stat.ticks, 280);
    }

    #[test]
    fn the_high_water_mark_is_given_in_mib() {
        assert_eq!(high_water_mib("VmPeak:\t 9 kB\nVmHWM:\t    2048 kB\nVmRSS:\t 1 kB\n"), Some(2.0));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_busy_child_is_seen_to_have_used_the_processor() {
        let mut busy = Command::new("sh");
        busy.args(["-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; echo done"]);
        let measured = measure(&mut busy).unwrap();
        assert_eq!(measured.printed, "done\n");
        assert!(measured.cpu_s.unwrap() > 0.0);
        assert!(measured.peak_mib.unwrap() > 0.0);
    }

    #[test]
    fn a_child_that_fails_is_named() {
        assert!(measure(&mut Command::new("false")).err().unwrap().to_string().starts_with("`false` failed"));
    }
}
