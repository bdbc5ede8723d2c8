//! The digits in the QR code.

use attest::duty::{NotDigits, decode_fragment, encode_fragment};
use proptest::prelude::*;

use super::scene::{ADDRESS, genuine};

#[test]
fn seven_bytes_are_seventeen_digits_and_the_rest_as_few_as_can_be() {
    assert_eq!(encode_fragment(&[]), "");
    assert_eq!(encode_fragment(&[255]), "255");
    assert_eq!(encode_fragment(&[0, 1]), "00001");
    assert_eq!(encode_fragment(&[255; 7]), "72057594037927935");
    let digits: Vec<_> = (0..=7).map(|count| encode_fragment(&vec![255; count]).len()).collect();
    assert_eq!(digits, [0, 3, 5, 8, 10, 13, 15, 17]);
    assert_eq!(encode_fragment(&[1; 9]), "00282578800148737".to_owned() + "00257");
}

#[test]
fn what_was_not_written_by_us_is_not_read() {
    assert_eq!(decode_fragment("256"), Err(NotDigits::TooLarge));
    assert_eq!(decode_fragment("72057594037927936"), Err(NotDigits::TooLarge));
    for length in [1, 2, 4, 6, 7, 9, 11, 12, 14, 16, 18] {
        assert_eq!(decode_fragment(&"0".repeat(length)), Err(NotDigits::Length), "{length}");
    }
    for text in ["-12", "+12", "1 2", "12\n", "１２", "0x1"] {
        assert_eq!(decode_fragment(text), Err(NotDigits::Character), "{text}");
    }
    assert_eq!(decode_fragment(&"1".repeat(1 << 20)), Err(NotDigits::TooLong(1 << 20)));
}

/// The size of a QR code in bits: a segment of bytes for the address, and a segment of digits (ISO/IEC 18004 section
/// 7.4: 4 bits per mode indicator; counts of 16 and 12 bits in versions 10 to 26; 8 bits per byte; 10 bits for 3
/// digits, 7 for 2, 4 for 1).
fn qr_bits(address_bytes: usize, digits: usize) -> usize {
    let tail = [0, 4, 7][digits % 3];
    (4 + 16 + 8 * address_bytes) + (4 + 12 + 10 * (digits / 3) + tail)
}

#[test]
fn the_whole_address_of_a_typical_presentation_fits_a_code_of_73_modules() {
    // The number of data codewords at level L in versions 13, 14 and 15 (ISO/IEC 18004 table 7): 428, 461 and 523.
    let digits = encode_fragment(&genuine()).len();
    let bits = qr_bits(ADDRESS.len() + "#".len(), digits);
    assert!(bits <= 461 * 8, "{bits} bits do not fit version 14");
    println!("{} bytes, {digits} digits, {bits} bits", genuine().len());
}

proptest! {
    #[test]
    fn bytes_read_back_as_they_were_written(bytes in prop::collection::vec(any::<u8>(), 0..2048)) {
        let digits = encode_fragment(&bytes);
        prop_assert!(digits.bytes().all(|digit| digit.is_ascii_digit()));
        prop_assert_eq!(decode_fragment(&digits), Ok(bytes));
    }

    #[test]
    fn every_reading_has_one_text(text in "[0-9]{0,60}") {
        if let Ok(bytes) = decode_fragment(&text) {
            prop_assert_eq!(encode_fragment(&bytes), text);
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in ".{0,200}") {
        let _ = decode_fragment(&text);
    }
}
