//! Atomic output files: written next to the target, flushed to disk, then renamed to replace it.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use super::WriteError;
use super::error::LayerError;

/// 256 KiB: one call to the operating system for every few thousand rows.
const BUFFER: usize = 256 * 1024;

/// The destination of one output's bytes.
#[derive(Debug)]
pub(super) struct Sink {
    bytes: BufWriter<Bytes>,
    /// The temporary file, and the target that it will replace; `None` for standard output, pipes and devices.
    place: Option<(TempPath, PathBuf)>,
}

#[derive(Debug)]
enum Bytes {
    File(File),
    Stdout(Stdout),
}

impl Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.write(bytes),
            Self::Stdout(stdout) => stdout.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(file) => file.flush(),
            Self::Stdout(stdout) => stdout.flush(),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.bytes.flush()
    }
}

impl Sink {
    /// Opens a file, or standard output if `path` is `None`.
    pub(super) fn open(path: Option<&Path>) -> Result<Self, WriteError> {
        let Some(path) = path else {
            return Ok(Self { bytes: BufWriter::with_capacity(BUFFER, Bytes::Stdout(io::stdout())), place: None });
        };
        Self::beside(path).map_err(|source| WriteError::io(path.display().to_string(), source))
    }

    fn beside(path: &Path) -> io::Result<Self> {
        let existing = fs::metadata(path).ok();
        if existing.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if existing.as_ref().is_some_and(|metadata| !metadata.is_file()) {
            // A pipe or a device is written to directly, because renaming a file over it would destroy it.
            let file = OpenOptions::new().write(true).open(path)?;
            return Ok(Self { bytes: BufWriter::with_capacity(BUFFER, Bytes::File(file)), place: None });
        }
        // A symbolic link is kept, and the file that it points to is replaced.
        let target = if existing.is_some() { path.canonicalize()? } else { path.to_owned() };
        let (file, temporary) = temporary_beside(&target, existing.as_ref())?.into_parts();
        Ok(Self { bytes: BufWriter::with_capacity(BUFFER, Bytes::File(file)), place: Some((temporary, target)) })
    }

    /// Flushes the buffer and moves the file into place.
    pub(super) fn finish(self) -> Result<(), LayerError> {
        let bytes = self.bytes.into_inner().map_err(io::IntoInnerError::into_error)?;
        match (bytes, self.place) {
            (Bytes::File(file), Some((temporary, target))) => {
                file.sync_all()?;
                temporary.persist(&target).map_err(|error| error.error)?;
                sync_folder(&target);
            }
            (mut bytes, _) => bytes.flush()?,
        }
        Ok(())
    }
}

/// Creates a hidden file in the folder of the target, because a rename works only within one file system.
fn temporary_beside(target: &Path, existing: Option<&fs::Metadata>) -> io::Result<NamedTempFile> {
    let mut prefix = OsString::from(".");
    prefix.push(target.file_name().ok_or(io::ErrorKind::IsADirectory)?);
    prefix.push(".");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(".partial");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The permissions that any program would request, restricted by the umask. A temporary file would otherwise be
        // private.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let temporary = builder.tempfile_in(folder_of(target))?;
    if let Some(existing) = existing {
        temporary.as_file().set_permissions(existing.permissions())?;
    }
    Ok(temporary)
}

fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Syncs the folder, so that the new name survives a power cut. Failure is ignored: some file systems cannot do this,
/// and the file itself is safe.
fn sync_folder(target: &Path) {
    if let Ok(folder) = File::open(folder_of(target)) {
        folder.sync_all().ok();
    }
}

/// Writes these bytes as a whole file, or writes nothing. An existing file is replaced.
///
/// # Errors
/// If the file cannot be written; an existing file is left unchanged.
pub fn whole_file(path: impl AsRef<Path>, bytes: &[u8]) -> Result<(), WriteError> {
    let path = path.as_ref();
    let name = path.display().to_string();
    let mut sink = Sink::open(Some(path))?;
    sink.write_all(bytes).map_err(|source| WriteError::io(name.as_str(), source))?;
    sink.finish().map_err(|error| error.within(&name))
}
