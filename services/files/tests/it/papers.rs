//! Documents: the first page of a PDF is seen, and how many there are.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::{Value, json};
use sqlx::PgPool;
use tempfile::TempDir;

use crate::support::{Place, eventually, path, refused};

const PDFTOPPM: &str = "/usr/bin/pdftoppm";

/// A PDF with so many pages of 300 by 400 points, each of them red.
fn pdf(pages: usize) -> Vec<u8> {
    let content = "1 0 0 rg 0 0 300 400 re f";
    let kids: Vec<String> = (0..pages).map(|page| format!("{} 0 R", page + 4)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>".to_owned(),
        format!("<</Type/Pages/Kids[{}]/Count {pages}>>", kids.join(" ")),
        format!(
            "<</Length {}>>\nstream\n{content}\nendstream",
            content.len()
        ),
    ];
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Resources<<>>/Contents 3 0 R>>";
    objects.extend((0..pages).map(|_| page.to_owned()));
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut table = vec!["0000000000 65535 f \n".to_owned()];
    for (at, object) in objects.iter().enumerate() {
        table.push(format!("{:010} 00000 n \n", pdf.len()));
        pdf.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", at + 1).as_bytes());
    }
    let (start, size, table) = (pdf.len(), objects.len() + 1, table.concat());
    let end = format!(
        "xref\n0 {size}\n{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    );
    pdf.extend_from_slice(end.as_bytes());
    pdf
}

/// No job is left: everything was looked at.
async fn all_are_looked_at(place: &Place) {
    eventually("jobs are left", async || {
        #[expect(clippy::disallowed_methods, reason = "a look into the table")]
        let left = sqlx::query("select 1 from file_preview_jobs");
        let left = left.fetch_all(&place.pool).await.unwrap();
        left.is_empty().then_some(())
    })
    .await;
}

fn stand_in(folder: &Path, pdftoppm: &str) -> String {
    let pages = "echo 'Pages:          7'";
    for (name, lines) in [("pdftoppm", pdftoppm), ("pdfinfo", pages)] {
        let program = folder.join(name);
        let secret = "[ -z \"$HUBBUB_TEST_REDIS_URL\" ] || exit 3";
        std::fs::write(&program, format!("#!/bin/sh\n{secret}\n{lines}\n")).unwrap();
        std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
    }
    folder.join("pdftoppm").to_str().unwrap().to_owned()
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_pdf_shows_its_first_page_and_how_many_there_are(pool: PgPool) {
    assert!(Path::new(PDFTOPPM).exists(), "{PDFTOPPM} is missing");
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let bytes = pdf(3);

    let file = place.upload(&alice, "paper.pdf", &bytes).await;
    let file = place.previewed(&alice, &file).await;

    assert_eq!(
        (&file["kind"], &file["content_type"], &file["pages"]),
        (&json!("file"), &json!("application/pdf"), &json!(3))
    );
    assert!(file["thumbhash"].is_string());
    let answer = place
        .get(&alice, &path(&file, "/thumbnail?size=large"))
        .await;
    assert_eq!(answer.status(), 200);
    let page = image::load_from_memory(&answer.bytes().await.unwrap());
    let page = page.unwrap().to_rgb8();
    assert_eq!(page.dimensions(), (540, 720));
    let [red, green, _] = page.get_pixel(270, 360).0;
    assert!(red > 200 && green < 60);
    // The document is handed over in its box, as it was.
    let content = place.get(&alice, &path(&file, "/content")).await;
    let header = |name| content.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/pdf");
    assert!(header("content-disposition").starts_with("attachment; "));
    assert_eq!(
        header("content-security-policy"),
        "sandbox; default-src 'none'"
    );
    assert!(content.bytes().await.unwrap() == bytes);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_only_begins_as_a_pdf_is_a_file_all_the_same(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let broken = place.upload(&alice, "a.pdf", b"%PDF-1.7\n%%EOF\n").await;
    all_are_looked_at(&place).await;
    let broken = place.becomes(&alice, &broken, |_| true).await;
    assert_eq!(
        (&broken["kind"], &broken["thumbnail_url"], &broken["pages"]),
        (&json!("file"), &json!(null), &json!(null))
    );
    let nothing = place.get(&alice, &path(&broken, "/thumbnail")).await;
    assert_eq!(refused(nothing, 404).await, "not_found");
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_page_that_is_never_drawn_is_let_go_and_the_pages_are_known(pool: PgPool) {
    let folder = TempDir::new().unwrap();
    let pdftoppm = stand_in(folder.path(), "while :; do :; done");
    let place = Place::open_with(pool, |config| {
        config.files.pdftoppm = pdftoppm;
        config.files.file_preview_timeout_ms = 1_500;
    });
    let place = place.await;
    let alice = place.person().await;
    let file = place.upload(&alice, "a.pdf", &pdf(1)).await;
    let known = |now: &Value| now["pages"] == 7;
    let file = place.becomes(&alice, &file, known).await;
    assert_eq!(file["thumbnail_url"], json!(null));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn without_poppler_a_pdf_is_a_file(pool: PgPool) {
    let nowhere = TempDir::new().unwrap().path().join("pdftoppm");
    let place = Place::open_with(pool, |config| {
        config.files.pdftoppm = nowhere.to_str().unwrap().to_owned();
    });
    let place = place.await;
    let alice = place.person().await;
    let file = place.upload(&alice, "a.pdf", &pdf(1)).await;
    all_are_looked_at(&place).await;
    let file = place.becomes(&alice, &file, |_| true).await;
    assert_eq!(
        (&file["content_type"], &file["thumbnail_url"]),
        (&json!("application/pdf"), &json!(null))
    );
}
