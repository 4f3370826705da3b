//! The `OpenAPI` document: collected from the routes, served and browsable.

use actix_web::http::header::LOCATION;
use actix_web::{App, HttpResponse, web};
use utoipa::Modify;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_actix_web::AppExt;
use utoipa_swagger_ui::SwaggerUi;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Hubbub",
        version = "1",
        description = "Team messaging. Errors are RFC 9457 problems with a stable `code`."
    ),
    components(schemas(protocol::Problem)),
    modifiers(&Doors),
    security(("bearer" = []), ("cookie" = []))
)]
struct Base;

struct Doors;

impl Modify for Doors {
    fn modify(&self, document: &mut OpenApi) {
        let components = document.components.get_or_insert_default();
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        let cookie = ApiKey::Cookie(ApiKeyValue::new("__Host-hubbub_access"));
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(cookie));
    }
}

/// The document without its paths.
#[must_use]
pub fn base() -> OpenApi {
    Base::openapi()
}

/// The whole document.
#[must_use]
pub fn document() -> OpenApi {
    let (_app, document) = App::new()
        .into_utoipa_app()
        .openapi(base())
        .service(crate::accounts::jwks)
        .service(utoipa_actix_web::scope(crate::http::BASE).configure(crate::http::routes))
        .split_for_parts();
    document
}

/// Serves the checked-in document of all services, and a page to browse it.
pub fn serve(config: &mut web::ServiceConfig) {
    let route = web::get().to(|| async {
        HttpResponse::Ok()
            .content_type("application/json")
            .body(protocol::openapi::DOCUMENT)
    });
    config.route("/api/v1/openapi.json", route);
    config.service(
        SwaggerUi::new("/api/docs/{_:.*}")
            .config(utoipa_swagger_ui::Config::from("/api/v1/openapi.json")),
    );
    let to_docs = web::get().to(|| async {
        HttpResponse::PermanentRedirect()
            .insert_header((LOCATION, "/api/docs/"))
            .finish()
    });
    config.route("/api/docs", to_docs);
}
