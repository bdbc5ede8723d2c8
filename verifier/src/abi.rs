//! The functions that a page calls: `alloc`, `verify`, `free`. The one file with `unsafe`.
//!
//! A buffer that `alloc(n)` gave has `n` bytes and is given back by `free(pointer, n)`. `verify(pointer, n)` reads a request
//! of `n` bytes of UTF-8 and returns the address of an answer: four bytes of length, little-endian, then so many bytes
//! of UTF-8. The answer is given back by `free(answer, 4 + length)`. The request still belongs to the page.

use std::alloc::{Layout, alloc as allocate, dealloc};

/// The longest request: a key set of some hundred forces and a fragment. Longer is refused without being read.
const MAX_REQUEST: usize = 1 << 20;

/// A buffer of `length` bytes, or 0 when it is empty, too long or cannot be had.
#[expect(unsafe_code, reason = "a page can only write into memory that was handed to it by address")]
#[unsafe(no_mangle)]
pub extern "C" fn alloc(length: usize) -> *mut u8 {
    match Layout::from_size_align(length, 1) {
        // SAFETY: the layout is not of size zero.
        Ok(layout) if (1..=MAX_REQUEST).contains(&length) => unsafe { allocate(layout) },
        _ => std::ptr::null_mut(),
    }
}

/// Gives a buffer back.
///
/// # Safety
/// `pointer` and `length` are those of `alloc`, or of an answer and 4 + its length, and are not used again.
#[expect(unsafe_code, reason = "a page names the memory that it gives back by address")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free(pointer: *mut u8, length: usize) {
    if let Ok(layout) = Layout::from_size_align(length, 1)
        && !pointer.is_null()
        && length != 0
    {
        // SAFETY: by the contract, `pointer` was allocated with this layout: of `length` bytes, aligned to one.
        unsafe { dealloc(pointer, layout) }
    }
}

/// Answers a request.
///
/// # Safety
/// `pointer` and `length` are those of a buffer of `alloc` that the page has filled.
#[expect(unsafe_code, reason = "a request arrives by address")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn verify(pointer: *const u8, length: usize) -> *mut u8 {
    let request: &[u8] = if pointer.is_null() {
        &[]
    } else {
        // SAFETY: by the contract, `length` bytes are there, and nobody writes to them while we read.
        unsafe { std::slice::from_raw_parts(pointer, length) }
    };
    // What is not UTF-8 is not JSON either.
    give(attest::duty::answer(std::str::from_utf8(request).unwrap_or_default()).as_bytes())
}

/// Moves an answer to where a page can read it. `alloc` made the buffer, so `free` can take it back.
#[expect(unsafe_code, reason = "an answer leaves by address")]
fn give(answer: &[u8]) -> *mut u8 {
    let length = u32::try_from(answer.len()).unwrap_or_default().to_le_bytes();
    let whole = [&length, answer].concat();
    let given = alloc(whole.len());
    if !given.is_null() {
        // SAFETY: `given` is a fresh buffer of as many bytes as `whole` has; the two cannot overlap.
        unsafe { std::ptr::copy_nonoverlapping(whole.as_ptr(), given, whole.len()) }
    }
    given
}
