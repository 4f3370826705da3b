//! What is said of a path or a method that does not exist.

use actix_web::dev::ResourceDef;
use actix_web::http::header::ALLOW;
use actix_web::{HttpRequest, HttpResponse, web};
use protocol::{ErrorCode, Problem};
use utoipa::openapi::OpenApi;

/// The paths of the document with their methods: routes are matched by path and method together,
/// so this is what tells a wrong method from a wrong path.
#[derive(Clone)]
pub(super) struct KnownPaths(Vec<(ResourceDef, String)>);

impl KnownPaths {
    pub(super) fn of(document: &OpenApi) -> Self {
        let known = document.paths.paths.iter().map(|(path, item)| {
            let methods = [
                (&item.get, "GET"),
                (&item.post, "POST"),
                (&item.put, "PUT"),
                (&item.patch, "PATCH"),
                (&item.delete, "DELETE"),
            ];
            let allowed: Vec<_> = methods
                .iter()
                .filter(|(there, _)| there.is_some())
                .map(|(_, name)| *name)
                .collect();
            (ResourceDef::new(path.as_str()), allowed.join(", "))
        });
        Self(known.collect())
    }

    fn allowed(&self, path: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known.is_match(path))
            .map(|(_, allowed)| allowed.as_str())
    }
}

pub(super) async fn answer(request: HttpRequest) -> HttpResponse {
    let known = request.app_data::<web::Data<KnownPaths>>();
    let Some(allowed) = known.and_then(|known| known.allowed(request.path())) else {
        return auth::principal::respond(Problem::new(ErrorCode::NotFound));
    };
    let mut response = auth::principal::respond(Problem::new(ErrorCode::MethodNotAllowed));
    if let Ok(allowed) = allowed.parse() {
        response.headers_mut().insert(ALLOW, allowed);
    }
    response
}
