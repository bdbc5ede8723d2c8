//! A one-line description of the machine on which a figure was measured.

use std::fs;

/// Describes the processor, the cores, the memory and the current load.
pub fn describe() -> String {
    let processor = field("/proc/cpuinfo", "model name").unwrap_or("unknown processor".to_owned());
    let cores = cores();
    let memory = memory_gib().map_or("unknown".to_owned(), |gib| format!("{gib:.0} GiB"));
    let load =
        fs::read_to_string("/proc/loadavg").ok().and_then(|text| Some(text.split_whitespace().next()?.to_owned()));
    let load = load.map_or(String::new(), |load| format!(", load average {load} before the run"));
    format!("{processor}, {cores} cores, {memory} of memory, {}{load}", std::env::consts::OS)
}

/// Number of cores that this process is allowed to use.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// The memory of the whole machine, in GiB.
pub fn memory_gib() -> Option<f64> {
    let kib = field("/proc/meminfo", "MemTotal")?;
    Some(kib.trim_end_matches("kB").trim().parse::<f64>().ok()? / 1024.0 / 1024.0)
}

fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let (_, value) = text.lines().filter_map(|line| line.split_once(':')).find(|(key, _)| key.trim() == name)?;
    Some(value.trim().to_owned())
}
