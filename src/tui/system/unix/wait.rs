//! Waiting until a file can be read: by `poll`, and by `select` where `poll` takes no terminal.

use std::io;
use std::os::fd::BorrowedFd;
use std::time::Duration;

use rustix::event::PollFlags;

#[cfg(not(target_os = "macos"))]
pub use self::wait_by_poll as wait;
#[cfg(target_os = "macos")]
pub use self::wait_by_select as wait;

/// The longest wait of `select`, which may refuse what is many years.
#[cfg(any(target_os = "macos", test))]
const LONGEST: Duration = Duration::from_hours(1);

/// What can be done with each of `files` once there is something to read, or the timeout `limit` has passed.
///
/// # Errors
/// When the system refuses one of them.
#[cfg(not(target_os = "macos"))]
pub fn wait_by_poll(files: &[BorrowedFd<'_>], limit: Duration) -> io::Result<Vec<PollFlags>> {
    use rustix::event::{PollFd, Timespec, poll};
    let watch = |file| PollFd::new(file, PollFlags::IN);
    let mut watched: Vec<_> = files.iter().map(watch).collect();
    let limit = Timespec::try_from(limit).ok();
    match poll(&mut watched, limit.as_ref()) {
        // A signal interrupts the poll: its pipe is readable next time.
        Ok(_) | Err(rustix::io::Errno::INTR) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(watched.iter().map(PollFd::revents).collect())
}

/// As `wait_by_poll`, for macOS, whose `poll` calls `/dev/tty` no file; it may return early. A terminal that is gone counts
/// as readable: the read then finds its end.
///
/// # Errors
/// When the system refuses one of them.
#[cfg(any(target_os = "macos", test))]
pub fn wait_by_select(files: &[BorrowedFd<'_>], limit: Duration) -> io::Result<Vec<PollFlags>> {
    use nix::errno::Errno;
    use nix::sys::select::{FdSet, select};
    use nix::sys::time::{TimeVal, TimeValLike};
    let mut watched = FdSet::new();
    for file in files {
        watched.insert(*file);
    }
    let micros = i64::try_from(limit.min(LONGEST).as_micros()).unwrap_or_default();
    match select(
        None,
        &mut watched,
        None,
        None,
        &mut TimeVal::microseconds(micros),
    ) {
        Ok(_) => {}
        Err(Errno::EINTR) => watched.clear(),
        Err(error) => return Err(error.into()),
    }
    let ready = |file: &BorrowedFd<'_>| {
        if watched.contains(*file) {
            PollFlags::IN
        } else {
            PollFlags::empty()
        }
    };
    Ok(files.iter().map(ready).collect())
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::os::fd::AsFd;
    use std::os::unix::net::UnixStream;

    use super::*;

    type Wait = fn(&[BorrowedFd<'_>], Duration) -> io::Result<Vec<PollFlags>>;

    #[rstest::rstest]
    #[cfg_attr(not(target_os = "macos"), case(wait_by_poll))]
    #[case(wait_by_select)]
    fn what_can_be_read_is_told_and_so_is_an_end(#[case] wait: Wait) {
        let (silent, _open) = UnixStream::pair().unwrap();
        let (spoken, mut mouth) = UnixStream::pair().unwrap();
        let files = [silent.as_fd(), spoken.as_fd()];
        let readable = |limit| {
            let flags = wait(&files, limit).unwrap();
            flags
                .iter()
                .map(|flags| flags.contains(PollFlags::IN))
                .collect::<Vec<_>>()
        };
        assert_eq!(readable(Duration::ZERO), [false, false]);
        assert_eq!(readable(Duration::from_micros(1500)), [false, false]);
        mouth.write_all(b"x").unwrap();
        assert_eq!(readable(Duration::MAX), [false, true]);
        std::io::Read::read_exact(&mut &spoken, &mut [0]).unwrap();
        assert_eq!(readable(Duration::ZERO), [false, false]);
        drop(mouth);
        assert_eq!(readable(Duration::MAX), [false, true]);
    }
}
