//! Through which channel two people were in contact.

use super::first_of;
use crate::domain::meeting::Channel;

/// Words that stand for a channel, the surer ones first: programs, places, habits.
const WORDS: &[(Channel, &str)] = &[
    (
        Channel::InPerson,
        "in person, face to face, f2f, persönlich, vor ort, on site, onsite, in presence, en persona, presencial, en personne, présentiel",
    ),
    (
        Channel::Video,
        "video*, vidéo*, visio*, zoom, teams, meet, skype, facetime, webex, jitsi, hangout, hangouts, whereby, gotomeeting, \
         bluebutton, duo, online, virtual, virtually",
    ),
    (
        Channel::Phone,
        "phone, telephone, telefon*, teléfono, téléphone, call, called, cell, mobile, tel, anruf, llamada, appel",
    ),
    (
        Channel::Email,
        "mail, email, emails, e mail, correo, courriel, gmail, outlook",
    ),
    (
        Channel::Chat,
        "chat, text, texts, texted, whatsapp, signal, sms, telegram, messenger, imessage, slack, discord, dm, message",
    ),
    (
        Channel::Letter,
        "letter, post, brief, carta, lettre, postcard",
    ),
    (
        Channel::InPerson,
        "person, lunch, coffee, library, branch, café, cafe, office, room, conference, visit, visited, bibliothek, \
         biblioteca, bibliothèque, büro, oficina, bureau, besuch",
    ),
];

/// Parses a channel: by its own name, or by a program, a place or a habit that stands for it.
pub fn parse_channel(text: &str) -> Option<Channel> {
    Channel::from_word(text.trim()).or_else(|| first_of(WORDS, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_known_by_the_words_of_a_program_a_place_or_a_habit() {
        for (text, channel) in [
            ("FaceTime", Some(Channel::Video)),
            ("Face to face", Some(Channel::InPerson)),
            ("Meet in person", Some(Channel::InPerson)),
            ("Microsoft Teams Meeting", Some(Channel::Video)),
            ("Video call", Some(Channel::Video)),
            ("E-Mail", Some(Channel::Email)),
            ("Teléfono", Some(Channel::Phone)),
            ("Signal", Some(Channel::Chat)),
            ("at the library", Some(Channel::InPerson)),
            ("in between", None),
            ("", None),
        ] {
            assert_eq!(parse_channel(text), channel, "{text}");
        }
    }
}
