"""What kustomize makes of k8s/: every overlay, and each component alone over the base."""

import subprocess
from concurrent.futures import ThreadPoolExecutor

import layout
from k8s import wheels

FOLDER = layout.ROOT / "k8s"
# Kustomizations that are made for the check lie where relative paths to k8s/ hold.
WORK = layout.ROOT / ".hubbub/k8s-check"


def variants():
    """Name → folder of everything that is rendered."""
    found = {f"overlays/{path.name}": path for path in sorted((FOLDER / "overlays").iterdir()) if path.is_dir()}
    found["base"] = FOLDER / "base"
    for component in sorted((FOLDER / "components").iterdir()):
        if component.is_dir():
            found[f"base + {component.name}"] = over_the_base(component.name)
    return found


def over_the_base(component):
    """A kustomization of the base and one component."""
    folder = WORK / component
    folder.mkdir(parents=True, exist_ok=True)
    text = f"resources: [../../../k8s/base]\ncomponents: [../../../k8s/components/{component}]\n"
    (folder / "kustomization.yaml").write_text(text)
    return folder


def rendered():
    """Name → YAML documents, rendered side by side."""
    kubectl = wheels.kubectl()
    found = variants()
    with ThreadPoolExecutor() as pool:
        texts = pool.map(lambda folder: kustomize(kubectl, folder), found.values())
        return {name: documents(text) for name, text in zip(found, texts)}


def kustomize(kubectl, folder):
    """The YAML that `kubectl apply -k` would send."""
    done = subprocess.run([kubectl, "kustomize", folder], capture_output=True, text=True, check=False)
    if done.returncode != 0 or done.stderr.strip():
        raise layout.Trouble(f"{folder} cannot be rendered: {done.stderr.strip()}")
    return done.stdout


def documents(text):
    """The objects of a YAML text; a key that is there twice is an error."""
    import yaml  # Only importable once the wheels are there.

    class Strict(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):
        """Refuses what YAML forbids and its loaders let pass."""

    def mapping(loader, node):
        keys = [key.value for key, _value in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise layout.Trouble(f"{', '.join(twice)} is there twice:{node.start_mark}")
        return loader.construct_mapping(node, deep=True)

    Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    return [one for one in yaml.load_all(text, Loader=Strict) if one]
