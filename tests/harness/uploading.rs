//! Files that people put into a workspace.

use reqwest::Method;
use reqwest::multipart::{Form, Part};

use crate::answer::Answer;
use crate::person::{Person, Workspace};

impl Person {
    /// Uploads a file in one piece.
    pub async fn uploads(
        &self,
        workspace: &Workspace,
        name: &str,
        bytes: impl Into<Vec<u8>>,
    ) -> Answer {
        let part = Part::bytes(bytes.into()).file_name(name.to_owned());
        let form = Form::new()
            .text("workspace_id", workspace.id.clone())
            .part("file", part);
        let request = self.request(Method::POST, "/files").multipart(form);
        self.send(Method::POST, "/files", request).await
    }
}
