"""Debian's rules_cc, made loadable by Debian's Bazel."""

# The two files that load a function which Bazel 4.2.3 does not have.
_PATCHED = ["compiler_flag.bzl", "cc_flags_supplier.bzl"]
_RULES_IMPL = "cc/private/rules_impl"

def _link_children(ctx, folder, skip):
    for child in ctx.path(ctx.attr.path + "/" + folder if folder else ctx.attr.path).readdir():
        if child.basename not in skip:
            ctx.symlink(child, folder + "/" + child.basename if folder else child.basename)

def _patched_rules_cc_impl(ctx):
    _link_children(ctx, "", ["cc"])
    _link_children(ctx, "cc", ["private"])
    _link_children(ctx, "cc/private", ["rules_impl"])
    _link_children(ctx, _RULES_IMPL, _PATCHED)
    for name in _PATCHED:
        path = _RULES_IMPL + "/" + name
        text = ctx.read(ctx.attr.path + "/" + path)

        # Before toolchain types could be optional, a list of labels was all there was.
        text = text.replace(", \"use_cpp_toolchain\"", "")
        text = text.replace(
            "use_cpp_toolchain()",
            "[\"@bazel_tools//tools/cpp:toolchain_type\"]",
        )
        ctx.file(path, text)

patched_rules_cc = repository_rule(
    implementation = _patched_rules_cc_impl,
    doc = "rules_cc 0.0.4 with `use_cpp_toolchain` replaced by what it stands for.",
    attrs = {"path": attr.string(doc = "Where Debian keeps rules_cc.", mandatory = True)},
    local = True,
)
