//! Uploads in parts as every store does them: `s3s-fs` neither tells the `ETag`s of parts, nor looks
//! whether those named are the ones that came, nor knows an upload that never was from one of
//! another key.

use std::io;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use futures_util::StreamExt as _;
use s3s::dto::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, CompleteMultipartUploadInput,
    CompleteMultipartUploadOutput, CreateBucketInput, CreateBucketOutput,
    CreateMultipartUploadInput, CreateMultipartUploadOutput, DeleteObjectInput, DeleteObjectOutput,
    ETag, GetObjectInput, GetObjectOutput, HeadBucketInput, HeadBucketOutput, HeadObjectInput,
    HeadObjectOutput, ListObjectsV2Input, ListObjectsV2Output, ListPartsInput, ListPartsOutput,
    Part, PutObjectInput, PutObjectOutput, StreamingBlob, UploadPartInput, UploadPartOutput,
};
use s3s::{S3, S3Request, S3Response, S3Result, s3_error};
use s3s_fs::FileSystem;

/// The least bytes of every part but the last, as S3 has it.
const LEAST: i64 = 5 * 1024 * 1024;

/// The operations that Hubbub uses, over a folder.
#[derive(Debug)]
pub(crate) struct Folder {
    files: FileSystem,
    root: PathBuf,
}

impl Folder {
    pub(crate) fn new(files: FileSystem, root: &Path) -> Self {
        Self {
            files,
            root: root.to_owned(),
        }
    }

    /// Where the `ETag`s of an upload's parts are kept, if there is such an upload.
    fn etags(&self, upload: &str) -> S3Result<PathBuf> {
        let is_id = upload.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
        if is_id && self.root.join(format!(".upload-{upload}.json")).exists() {
            Ok(self.root.join(".etags").join(upload))
        } else {
            Err(s3_error!(NoSuchUpload))
        }
    }

    /// The parts that have come, ascending, with their `ETag`s.
    async fn parts(&self, request: S3Request<ListPartsInput>) -> S3Result<ListPartsOutput> {
        let folder = self.etags(&request.input.upload_id)?;
        let mut output = self.files.list_parts(request).await?.output;
        let mut parts = output.parts.take().unwrap_or_default();
        parts.sort_by_key(|part| part.part_number);
        for part in &mut parts {
            let name = part.part_number.unwrap_or_default().to_string();
            if let Ok(etag) = tokio::fs::read_to_string(folder.join(name)).await {
                part.e_tag = Some(ETag::Strong(etag));
            }
        }
        output.parts = Some(parts);
        Ok(output)
    }

    async fn check(&self, request: &S3Request<CompleteMultipartUploadInput>) -> S3Result<()> {
        let input = &request.input;
        let list = ListPartsInput {
            bucket: input.bucket.clone(),
            key: input.key.clone(),
            upload_id: input.upload_id.clone(),
            ..ListPartsInput::default()
        };
        let list = self.parts(asking(request, list)).await?;
        let there = list.parts.unwrap_or_default();
        let named = input
            .multipart_upload
            .as_ref()
            .and_then(|named| named.parts.as_ref());
        let named = named.ok_or_else(|| s3_error!(MalformedXML))?;
        for (index, one) in named.iter().enumerate() {
            let is_it =
                |part: &&Part| part.part_number == one.part_number && part.e_tag == one.e_tag;
            let part = there
                .iter()
                .find(is_it)
                .ok_or_else(|| s3_error!(InvalidPart))?;
            if index + 1 < named.len() && part.size.unwrap_or_default() < LEAST {
                return Err(s3_error!(EntityTooSmall));
            }
        }
        Ok(())
    }
}

/// Another question of the same asker.
fn asking<A, B>(of: &S3Request<A>, input: B) -> S3Request<B> {
    S3Request {
        input,
        method: of.method.clone(),
        uri: of.uri.clone(),
        headers: of.headers.clone(),
        extensions: of.extensions.clone(),
        credentials: of.credentials.clone(),
        region: of.region.clone(),
        service: of.service.clone(),
        trailing_headers: None,
    }
}

/// Nothing to remove is fine.
async fn forget(folder: &Path) -> S3Result<()> {
    match tokio::fs::remove_dir_all(folder).await {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(internal(error)),
        _ => Ok(()),
    }
}

/// Reads what nobody wants: whoever is still sending would hear of a broken line, not of a refusal.
async fn read_away(body: Option<StreamingBlob>) {
    let Some(mut body) = body else { return };
    while let Some(Ok(_chunk)) = body.next().await {}
}

fn internal(error: io::Error) -> s3s::S3Error {
    s3s::S3Error::internal_error(error)
}

type Answer<T> = S3Result<S3Response<T>>;

#[async_trait]
impl S3 for Folder {
    async fn create_bucket(&self, req: S3Request<CreateBucketInput>) -> Answer<CreateBucketOutput> {
        self.files.create_bucket(req).await
    }

    async fn head_bucket(&self, req: S3Request<HeadBucketInput>) -> Answer<HeadBucketOutput> {
        self.files.head_bucket(req).await
    }

    async fn put_object(&self, req: S3Request<PutObjectInput>) -> Answer<PutObjectOutput> {
        self.files.put_object(req).await
    }

    async fn get_object(&self, req: S3Request<GetObjectInput>) -> Answer<GetObjectOutput> {
        self.files.get_object(req).await
    }

    async fn head_object(&self, req: S3Request<HeadObjectInput>) -> Answer<HeadObjectOutput> {
        self.files.head_object(req).await
    }

    async fn delete_object(&self, req: S3Request<DeleteObjectInput>) -> Answer<DeleteObjectOutput> {
        self.files.delete_object(req).await
    }

    async fn list_objects_v2(
        &self,
        req: S3Request<ListObjectsV2Input>,
    ) -> Answer<ListObjectsV2Output> {
        self.files.list_objects_v2(req).await
    }

    async fn create_multipart_upload(
        &self,
        req: S3Request<CreateMultipartUploadInput>,
    ) -> Answer<CreateMultipartUploadOutput> {
        self.files.create_multipart_upload(req).await
    }

    async fn upload_part(&self, mut req: S3Request<UploadPartInput>) -> Answer<UploadPartOutput> {
        let folder = match self.etags(&req.input.upload_id) {
            Ok(folder) => folder,
            Err(refused) => {
                read_away(req.input.body.take()).await;
                return Err(refused);
            }
        };
        let name = req.input.part_number.to_string();
        let answer = self.files.upload_part(req).await?;
        let etag = answer.output.e_tag.as_ref().map_or("", ETag::value);
        tokio::fs::create_dir_all(&folder).await.map_err(internal)?;
        let written = tokio::fs::write(folder.join(name), etag).await;
        written.map_err(internal)?;
        Ok(answer)
    }

    async fn list_parts(&self, req: S3Request<ListPartsInput>) -> Answer<ListPartsOutput> {
        Ok(S3Response::new(self.parts(req).await?))
    }

    async fn complete_multipart_upload(
        &self,
        req: S3Request<CompleteMultipartUploadInput>,
    ) -> Answer<CompleteMultipartUploadOutput> {
        self.check(&req).await?;
        let folder = self.etags(&req.input.upload_id)?;
        let answer = self.files.complete_multipart_upload(req).await?;
        forget(&folder).await?;
        Ok(answer)
    }

    async fn abort_multipart_upload(
        &self,
        req: S3Request<AbortMultipartUploadInput>,
    ) -> Answer<AbortMultipartUploadOutput> {
        let folder = self.etags(&req.input.upload_id)?;
        let answer = self.files.abort_multipart_upload(req).await?;
        forget(&folder).await?;
        Ok(answer)
    }
}
