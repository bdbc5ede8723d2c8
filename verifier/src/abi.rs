//! The functions that a page calls: `alloc`, `verify`, `free`. This is the only file with `unsafe`.
//!
//! A buffer returned by `alloc(n)` has `n` bytes and is released with `free(pointer, n)`. `verify(pointer, n)` reads a
//! request of `n` bytes of UTF-8 and returns the address of an answer: a four-byte little-endian length, followed by
//! that many bytes of UTF-8. The answer is released with `free(answer, 4 + length)`. The request still belongs to the
//! page.

use std::alloc::{Layout, alloc as allocate, dealloc};

/// The longest request: a key set with a hundred or so forces, and a fragment. A longer one is refused without being
/// read.
const MAX_REQUEST: usize = 1 << 20;

/// Allocates a buffer of `length` bytes. Returns 0 if the length is 0 or too large, or if memory is exhausted.
#[expect(unsafe_code, reason = "a page can only write into memory that was handed to it by address")]
#[unsafe(no_mangle)]
pub extern "C" fn alloc(length: usize) -> *mut u8 {
    match Layout::from_size_align(length, 1) {
        // SAFETY: the size of the layout is not zero.
        Ok(layout) if (1..=MAX_REQUEST).contains(&length) => unsafe { allocate(layout) },
        _ => std::ptr::null_mut(),
    }
}

/// Releases a buffer.
///
/// # Safety
/// `pointer` and `length` must be those of a buffer from `alloc`, or an answer and 4 + its length, and must not be used
/// again.
#[expect(unsafe_code, reason = "a page names the memory that it gives back by address")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free(pointer: *mut u8, length: usize) {
    if let Ok(layout) = Layout::from_size_align(length, 1)
        && !pointer.is_null()
        && length != 0
    {
        // SAFETY: by contract, `pointer` was allocated with this layout, which has `length` bytes and an alignment of
        // one.
        unsafe { dealloc(pointer, layout) }
    }
}

/// Answers a request.
///
/// # Safety
/// `pointer` and `length` must be those of a buffer from `alloc` that the page has filled.
#[expect(unsafe_code, reason = "a request arrives by address")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn verify(pointer: *const u8, length: usize) -> *mut u8 {
    let request: &[u8] = if pointer.is_null() {
        &[]
    } else {
        // SAFETY: by contract, there are `length` bytes, and nobody writes to them while we read them.
        unsafe { std::slice::from_raw_parts(pointer, length) }
    };
    // Text that is not UTF-8 is not JSON either.
    give(attest::duty::answer(std::str::from_utf8(request).unwrap_or_default()).as_bytes())
}

/// Copies an answer to a buffer that the page can read. The buffer comes from `alloc`, so `free` can release it.
#[expect(unsafe_code, reason = "an answer leaves by address")]
fn give(answer: &[u8]) -> *mut u8 {
    let length = u32::try_from(answer.len()).unwrap_or_default().to_le_bytes();
    let whole = [&length, answer].concat();
    let given = alloc(whole.len());
    if !given.is_null() {
        // SAFETY: `given` is a new buffer with as many bytes as `whole`, and the two cannot overlap.
        unsafe { std::ptr::copy_nonoverlapping(whole.as_ptr(), given, whole.len()) }
    }
    given
}
