"""Abseil from libabsl-dev, under the labels of upstream's BUILD files.

Debian builds many small shared libraries whose boundaries are not upstream's targets, and inline
code in a header may need any of them. So every target offers them all to the linker, which keeps
only those that are used.
"""

_LIBRARY_DIRS = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"]

# Package to targets, as upstream has them. Only what the installed release (20220623) contains.
_TARGETS = {
    "algorithm": ["algorithm", "container"],
    "base": ["base", "config", "core_headers", "dynamic_annotations", "endian", "log_severity", "prefetch"],
    "cleanup": ["cleanup"],
    "container": [
        "btree",
        "fixed_array",
        "flat_hash_map",
        "flat_hash_set",
        "inlined_vector",
        "node_hash_map",
        "node_hash_set",
    ],
    "debugging": ["failure_signal_handler", "leak_check", "stacktrace", "symbolize"],
    "flags": ["commandlineflag", "config", "flag", "marshalling", "parse", "reflection", "usage"],
    "functional": ["any_invocable", "bind_front", "function_ref"],
    "hash": ["hash", "hash_testing"],
    "memory": ["memory"],
    "meta": ["type_traits"],
    "numeric": ["bits", "int128"],
    "random": ["bit_gen_ref", "distributions", "random", "seed_sequences"],
    "status": ["status", "statusor"],
    "strings": ["cord", "str_format", "strings"],
    "synchronization": ["synchronization"],
    "time": ["time"],
    "types": ["any", "compare", "optional", "span", "variant"],
    "utility": ["utility"],
}

def _libraries(ctx):
    for folder in _LIBRARY_DIRS:
        path = ctx.path(folder)
        if not path.exists:
            continue
        names = [
            child.basename[len("lib"):-len(".so")]
            for child in path.readdir()
            if child.basename.startswith("libabsl_") and child.basename.endswith(".so")
        ]
        if names:
            return sorted(names)
    fail("libabsl-dev is missing: run tools/bazel, which installs tools/packages.txt")

def _system_absl_impl(ctx):
    ctx.file("WORKSPACE", "workspace(name = \"%s\")\n" % ctx.name)
    linkopts = ["-Wl,--push-state,--as-needed"]
    linkopts += ["-l" + name for name in _libraries(ctx)]
    linkopts += ["-Wl,--pop-state"]
    ctx.file("absl/BUILD.bazel", """cc_library(
    name = "libraries",
    linkopts = %s,
    visibility = ["//absl:__subpackages__"],
)
""" % repr(linkopts))
    for package, targets in _TARGETS.items():
        text = "package(default_visibility = [\"//visibility:public\"])\n"
        for target in targets:
            text += "\ncc_library(\n    name = \"%s\",\n    deps = [\"//absl:libraries\"],\n)\n" % target
        ctx.file("absl/%s/BUILD.bazel" % package, text)

system_absl = repository_rule(
    implementation = _system_absl_impl,
    doc = "Upstream's public targets over the installed headers and shared libraries.",
    local = True,
)
