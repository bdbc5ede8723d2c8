//! Progress bars on standard error, and the flag that a signal sets.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use linkage::Progress;

use crate::exit::{self, Failure};
use crate::measure::Moment;
use crate::output::thousands;

/// Work that takes less time than this shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Requests to stop, made by signals.
#[derive(Debug, Default)]
pub struct Interrupt {
    asked: AtomicBool,
    /// The process may exit at once: nothing is open that would be left behind, and a read may block for ever.
    at_once: AtomicBool,
}

impl Interrupt {
    /// Listens for SIGINT, SIGTERM and SIGHUP. A second signal exits the process at once.
    pub fn listen() -> Result<Arc<Interrupt>, Failure> {
        let interrupt = Arc::new(Interrupt::default());
        let heard = Arc::clone(&interrupt);
        ctrlc::set_handler(move || {
            let second = heard.asked.swap(true, Ordering::SeqCst);
            if second || heard.at_once.load(Ordering::SeqCst) {
                exit::say(&Failure::interrupted().to_string());
                std::process::exit(130);
            }
        })
        .map_err(|error| Failure::system("signals cannot be listened to", error))?;
        Ok(interrupt)
    }

    /// True if a signal has asked the process to stop.
    pub fn asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// While `work` runs, a signal exits the process at once: for blocking reads, before anything is opened for
    /// writing.
    pub fn at_once<T>(&self, work: impl FnOnce() -> T) -> T {
        self.at_once.store(true, Ordering::SeqCst);
        let done = work();
        self.at_once.store(false, Ordering::SeqCst);
        done
    }
}

/// The progress bar of the current stage. Only one is shown at any time.
pub struct Bars {
    hidden: bool,
    interrupt: Arc<Interrupt>,
    bar: Mutex<Option<Bar>>,
}

struct Bar {
    bar: ProgressBar,
    since: Moment,
    shown: bool,
}

impl Bars {
    /// Shows bars on standard error, or none if `hidden` is set.
    pub fn new(hidden: bool, interrupt: Arc<Interrupt>) -> Bars {
        Bars { hidden, interrupt, bar: Mutex::new(None) }
    }

    fn begin_in(&self, stage: &'static str, total: u64, unit: Unit) {
        if self.hidden {
            return;
        }
        let bar = ProgressBar::with_draw_target((total > 0).then_some(total), ProgressDrawTarget::hidden());
        bar.set_style(unit.style(total > 0));
        bar.set_message(stage);
        let new = Bar { bar, since: Moment::now(), shown: false };
        if let Some(old) = self.bar.lock().unwrap_or_else(PoisonError::into_inner).replace(new) {
            old.bar.finish_and_clear();
        }
    }

    /// Runs a stage that counts bytes. `work` receives a counter, to which it reports the bytes read so far.
    pub fn bytes<T>(&self, stage: &'static str, total: u64, work: impl FnOnce(&Bytes<'_>) -> T) -> T {
        self.begin_in(stage, total, Unit::Bytes);
        let done = work(&Bytes { bars: self });
        self.end();
        done
    }
}

/// Adds up the bytes of several sources in one bar.
pub struct Bytes<'b> {
    bars: &'b Bars,
}

impl Bytes<'_> {
    /// Takes the number of bytes that a reader has read so far. `before` stores its previous report.
    pub fn so_far(&self, before: &AtomicU64, now: u64) {
        let last = before.swap(now, Ordering::Relaxed);
        self.bars.advance(now.saturating_sub(last));
    }
}

#[derive(Clone, Copy)]
enum Unit {
    Things,
    Bytes,
}

impl Unit {
    fn template(self, known: bool) -> &'static str {
        match (self, known) {
            (Unit::Things, true) => "{msg:22} [{bar:28}] {human_pos} of {human_len}, {rate}, {eta} left",
            (Unit::Things, false) => "{msg:22} {spinner} {human_pos}, {rate}",
            (Unit::Bytes, true) => {
                "{msg:22} [{bar:28}] {binary_bytes} of {binary_total_bytes}, {binary_bytes_per_sec}, {eta} left"
            }
            (Unit::Bytes, false) => "{msg:22} {spinner} {binary_bytes}, {binary_bytes_per_sec}",
        }
    }

    #[expect(clippy::expect_used, reason = "the templates are constants, and a test begins a bar of each")]
    fn style(self, known: bool) -> ProgressStyle {
        let rate = |state: &ProgressState, text: &mut dyn std::fmt::Write| {
            write!(text, "{}/s", thousands(state.per_sec() as u64)).ok();
        };
        // Invariant: every template can be parsed.
        ProgressStyle::with_template(self.template(known))
            .expect("a template is well formed")
            .with_key("rate", rate)
            .progress_chars("=> ")
    }
}

impl Drop for Bars {
    /// Removes the bar if the work failed.
    fn drop(&mut self) {
        self.end();
    }
}

impl Progress for Bars {
    fn begin(&self, stage: &'static str, total: u64) {
        self.begin_in(stage, total, Unit::Things);
    }

    fn advance(&self, done: u64) {
        if self.hidden {
            return;
        }
        let mut bar = self.bar.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(bar) = bar.as_mut() else { return };
        bar.bar.inc(done);
        if !bar.shown && bar.since.elapsed() > PATIENCE {
            bar.shown = true;
            bar.bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.bar.enable_steady_tick(Duration::from_millis(200));
        }
    }

    fn end(&self) {
        if let Some(bar) = self.bar.lock().unwrap_or_else(PoisonError::into_inner).take() {
            bar.bar.finish_and_clear();
        }
    }

    fn stopped(&self) -> bool {
        self.interrupt.asked()
    }
}
