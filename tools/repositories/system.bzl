"""A repository whose files stay where the Debian package put them."""

def _system_repository_impl(ctx):
    for source, link in ctx.attr.links.items():
        if not ctx.path(source).exists:
            fail("%s is missing: run tools/bazel, which installs tools/packages.txt" % source)
        ctx.symlink(source, link)
    ctx.file("WORKSPACE", "workspace(name = \"%s\")\n" % ctx.name)
    ctx.symlink(ctx.attr.build_file, "BUILD.bazel")

system_repository = repository_rule(
    implementation = _system_repository_impl,
    doc = """One BUILD file over installed files.

Headers in /usr/include and libraries in the linker's default path need no link: the compiler finds
them by itself. Other files are linked in by `links`.""",
    attrs = {
        "build_file": attr.label(
            doc = "Becomes the repository's only BUILD file.",
            mandatory = True,
            allow_single_file = True,
        ),
        "links": attr.string_dict(doc = "Absolute path of a file or folder to its name here."),
    },
    local = True,
)
