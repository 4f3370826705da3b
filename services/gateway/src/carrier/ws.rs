//! A WebSocket, carried by actix-ws behind the frame guard.

use actix_web::{FromRequest as _, HttpRequest, HttpResponse, web};
use actix_ws::{
    AggregatedMessage, AggregatedMessageStream, CloseReason, Message, ProtocolError, Session,
};
use bytes::Bytes;
use protocol::CloseCode;
use protocol::gateway::hello::SUBPROTOCOL;

use super::{Carrier, Ending, Gone, Incoming};
use crate::guard::{self, MAX_MESSAGE_BYTES, Verdict, Violation};

/// A WebSocket.
pub(crate) struct WebSocket {
    session: Session,
    messages: AggregatedMessageStream,
    verdict: Verdict,
}

impl WebSocket {
    /// Takes over an upgrade request.
    ///
    /// # Errors
    /// When it is no valid handshake.
    pub(crate) async fn accept(
        request: &HttpRequest,
        body: web::Payload,
    ) -> Result<(HttpResponse, Self), actix_web::Error> {
        let (mut guarded, verdict) = guard::watch(body);
        let payload = web::Payload::from_request(request, &mut guarded).await?;
        let (response, session, messages) =
            actix_ws::handle_with_protocols(request, payload, &[SUBPROTOCOL])?;
        let limit = usize::try_from(MAX_MESSAGE_BYTES).unwrap_or(usize::MAX);
        // The guard has refused what is larger; these limits are its second line.
        let messages = messages.max_frame_size(limit).aggregate_continuations();
        let messages = messages.max_continuation_size(limit);
        Ok((
            response,
            Self {
                session,
                messages,
                verdict,
            },
        ))
    }

    fn refused(&self, error: &ProtocolError) -> Incoming {
        match (self.verdict.violation(), error) {
            (Some(Violation::TooLarge), _) | (None, ProtocolError::Overflow) => {
                Incoming::Refused(Ending::Code(CloseCode::FrameTooLarge))
            }
            (Some(Violation::Flood), _) => Incoming::Refused(Ending::Code(CloseCode::Flood)),
            (None, ProtocolError::Io(error)) if is_not_text(error) => {
                Incoming::Refused(Ending::NotText)
            }
            (None, ProtocolError::Io(_)) => Incoming::Gone,
            (Some(Violation::Framing(_)) | None, _) => Incoming::Refused(Ending::Protocol),
        }
    }
}

impl Carrier for WebSocket {
    async fn recv(&mut self) -> Incoming {
        match self.messages.recv().await {
            Some(Ok(AggregatedMessage::Text(text))) => Incoming::Text(text.into_bytes()),
            Some(Ok(AggregatedMessage::Binary(_))) => {
                Incoming::Refused(Ending::Code(CloseCode::Malformed))
            }
            Some(Ok(AggregatedMessage::Ping(payload))) => match self.session.pong(&payload).await {
                Ok(()) => Incoming::Alive,
                Err(_closed) => Incoming::Gone,
            },
            Some(Ok(AggregatedMessage::Pong(_))) => Incoming::Alive,
            Some(Ok(AggregatedMessage::Close(_))) | None => Incoming::Gone,
            Some(Err(error)) => self.refused(&error),
        }
    }

    async fn send(&mut self, frame: Bytes) -> Result<(), Gone> {
        // Our frames are JSON, and so UTF-8.
        let Ok(text) = frame.try_into() else {
            return Err(Gone);
        };
        let Message::Text(text) = Message::Text(text) else {
            return Err(Gone);
        };
        self.session.text(text).await.map_err(|_closed| Gone)
    }

    async fn close(self, reason: Ending) {
        let description = Some(reason.reason().to_owned());
        let reason = CloseReason {
            code: reason.number().into(),
            description,
        };
        // A client that is gone needs no reason.
        let _gone = self.session.close(Some(reason)).await;
    }

    fn answers(&self) -> bool {
        true
    }
}

/// actix-ws reports text that is not UTF-8 as an I/O error of this kind.
fn is_not_text(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::InvalidData
}
