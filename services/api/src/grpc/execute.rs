//! Commands of a socket: parsed by the types of the wire, carried out by the verbs of REST.

use auth::Principal;
use bytes::Bytes;
use protocol::ErrorCode;
use protocol::event::Nothing;
use protocol::gateway::command::{Command, CommandName, Edited};
use protocol::message::EditMessage;
use serde::Serialize;

use crate::error::Error;
use crate::state::State;
use crate::{calls, messages, reading, users};

/// Carries out a command; answers the `data` of its `ok` frame.
///
/// # Errors
/// `unknown_command`, what the command's parser says, what its verb says.
pub(super) async fn execute(
    state: &State,
    who: &Principal,
    command: &str,
    data: &[u8],
) -> Result<Bytes, Error> {
    let name: CommandName = command
        .parse()
        .map_err(|_unknown| Error::Refused(ErrorCode::UnknownCommand))?;
    match Command::parse(name, data)? {
        Command::MessageSend(command) => {
            let (channel, input) = command.split();
            json(&messages::send(state, who, channel, input).await?)
        }
        Command::MessageEdit(command) => {
            let input = EditMessage {
                body: command.body,
                confirm_mass_mention: command.confirm_mass_mention,
            };
            let message =
                messages::edit(state, who, command.message, input, command.version).await?;
            json(&Edited { message })
        }
        Command::MessageDelete(command) => {
            nothing(messages::delete(state, who, command.message).await)
        }
        Command::ReactionAdd(command) => {
            nothing(messages::react(state, who, command.message, &command.emoji, true).await)
        }
        Command::ReactionRemove(command) => {
            nothing(messages::react(state, who, command.message, &command.emoji, false).await)
        }
        Command::PinAdd(command) => nothing(messages::pin(state, who, command.message, true).await),
        Command::PinRemove(command) => {
            nothing(messages::pin(state, who, command.message, false).await)
        }
        Command::ReadMark(command) => {
            json(&reading::read(state, who, command.channel, command.message_no).await?)
        }
        Command::StatusSet(command) => json(&users::status::set(state, who, command).await?),
        Command::CallSignal(command) => json(&calls::signal(state, who, command).await?),
        _ => Err(ErrorCode::UnknownCommand.into()),
    }
}

fn json(answer: &impl Serialize) -> Result<Bytes, Error> {
    Ok(Bytes::from(serde_json::to_vec(answer)?))
}

fn nothing(done: Result<(), Error>) -> Result<Bytes, Error> {
    done?;
    json(&Nothing::default())
}
