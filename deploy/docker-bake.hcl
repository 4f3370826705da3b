# All images: `docker buildx bake -f deploy/docker-bake.hcl` makes hubbub/api:0.1.0 and so on for this machine.
#   PLATFORMS=linux/amd64,linux/arm64 PREFIX=registry.example.com/hubbub … --push    for both kinds, to a registry
#   docker buildx bake -f deploy/docker-bake.hcl programs                            the programs and the client alone, to dist/

variable "PREFIX" { default = "hubbub" }
variable "TAG" { default = "0.1.0" }
variable "PLATFORMS" { default = "" }
variable "REVISION" { default = "" }
variable "CREATED" { default = "" }
variable "SOURCE" { default = "" }

group "default" {
  targets = ["api", "gateway", "worker", "files", "edge"]
}

target "common" {
  context    = "."
  dockerfile = "deploy/Dockerfile"
  platforms  = PLATFORMS == "" ? [] : split(",", PLATFORMS)
  labels = {
    "org.opencontainers.image.version"  = TAG
    "org.opencontainers.image.revision" = REVISION
    "org.opencontainers.image.created"  = CREATED
    "org.opencontainers.image.source"   = SOURCE
    "org.opencontainers.image.licenses" = "AGPL-3.0-or-later"
  }
}

target "api" {
  inherits = ["common"]
  target   = "service"
  args     = { SERVICE = "api" }
  tags     = ["${PREFIX}/api:${TAG}"]
}

target "gateway" {
  inherits = ["common"]
  target   = "service"
  args     = { SERVICE = "gateway" }
  tags     = ["${PREFIX}/gateway:${TAG}"]
}

target "worker" {
  inherits = ["common"]
  target   = "service"
  args     = { SERVICE = "worker" }
  tags     = ["${PREFIX}/worker:${TAG}"]
}

target "files" {
  inherits = ["common"]
  target   = "files"
  tags     = ["${PREFIX}/files:${TAG}"]
}

target "edge" {
  inherits = ["common"]
  target   = "edge"
  tags     = ["${PREFIX}/edge:${TAG}"]
}

target "programs" {
  inherits = ["common"]
  target   = "programs"
  output   = ["type=local,dest=dist"]
}
