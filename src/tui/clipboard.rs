//! The clipboard of whoever sits at the terminal, also over SSH: OSC 52, which the terminal itself
//! takes in. Inside tmux the same once more through its pass-through, for a tmux that has its own
//! clipboard switched off; GNU screen hands it on in pieces.

/// What stands between us and the terminal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inside {
    /// Nothing that we know.
    Nothing,
    /// tmux.
    Tmux,
    /// GNU screen.
    Screen,
}

/// The longest piece that GNU screen hands on: its strings end at 768 bytes, in older ones at 256.
const PIECE: usize = 240;

/// The bytes that ask a terminal to take `text` into its clipboard.
#[must_use]
pub fn request(text: &str, inside: Inside) -> String {
    let plain = format!("\x1b]52;c;{}\x07", base64(text.as_bytes()));
    match inside {
        Inside::Nothing => plain,
        // Inside the envelope every ESC stands twice.
        Inside::Tmux => format!("{plain}\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b")),
        // All of it is ASCII, so that it can be cut anywhere.
        Inside::Screen => {
            let pieces = plain.as_bytes().chunks(PIECE).map(String::from_utf8_lossy);
            pieces.fold(String::new(), |sent, piece| sent + "\x1bP" + &piece + "\x1b\\")
        }
    }
}

/// Bytes in 64 letters, filled up with `=` (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let whole = three.iter().chain(&[0, 0]).take(3).fold(0_u32, |whole, byte| whole << 8 | u32::from(*byte));
        for place in 0..4 {
            let letter = LETTERS[(whole >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_standard() {
        let cases =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")];
        for (text, expected) in cases.into_iter().chain([("foobar", "Zm9vYmFy"), ("≠ ~", "4omgIH4=")]) {
            assert_eq!(base64(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn tmux_gets_an_envelope() {
        assert_eq!(request("foo", Inside::Nothing), "\x1b]52;c;Zm9v\x07");
        assert_eq!(request("foo", Inside::Tmux), "\x1b]52;c;Zm9v\x07\x1bPtmux;\x1b\x1b]52;c;Zm9v\x07\x1b\\");
    }

    #[test]
    fn screen_gets_it_in_pieces_that_it_can_hold() {
        let long = "x".repeat(1_000);
        let sent = request(&long, Inside::Screen);
        let pieces: Vec<&str> =
            sent.split_terminator("\x1b\\").map(|p| p.strip_prefix("\x1bP").expect("a piece")).collect();
        assert!(pieces.len() > 1 && pieces.iter().all(|piece| piece.len() <= PIECE));
        assert_eq!(pieces.concat(), request(&long, Inside::Nothing));
    }
}
