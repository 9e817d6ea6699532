"""Registers, described once in a .regs.toml file (see //tools/regs) and used in two languages."""

load("@rules_cc//cc:defs.bzl", "cc_library")
load("//tools/bazel_rules:verilog.bzl", "verilog_library")

def regs_library(name, src, doc = None, visibility = None, **kwargs):
    """Prints one block's registers for SystemVerilog, C++ and people.

    Emits
      :<block>_regs      cc_library of "<this package>/<block>_regs.h", for firmware and host
      :<block>_regs_sv   verilog_library of package <block>_regs_pkg
      :<block>_regs_md   the Markdown table
      :<block>_regs_doc_test, when doc is given: fails when the committed table is out of date

    Args:
      name: must be <block>_regs.
      src: must be <block>.regs.toml.
      doc: the committed Markdown table, for example "hqd.md".
      visibility: of the library in both languages.
      **kwargs: testonly and tags.
    """
    if src != name[:-len("_regs")] + ".regs.toml" or not name.endswith("_regs"):
        fail("regs_library: name must be <block>_regs and src <block>.regs.toml, not %s and %s" %
             (name, src))
    header = name + ".h"
    package = name + "_pkg.sv"
    markdown = name + "_table.md"
    native.genrule(
        name = name + "_gen",
        srcs = [src],
        outs = [header, package, markdown],
        cmd = " ".join([
            "$(execpath //tools/regs:regs_gen)",
            "--header=$(execpath :%s)" % header,
            "--sv=$(execpath :%s)" % package,
            "--markdown=$(execpath :%s)" % markdown,
            "$(execpath :%s)" % src,
        ]),
        tools = ["//tools/regs:regs_gen"],
        visibility = ["//visibility:private"],
        **kwargs
    )
    cc_library(name = name, hdrs = [header], visibility = visibility, **kwargs)
    verilog_library(name = name + "_sv", srcs = [package], visibility = visibility, **kwargs)
    native.filegroup(name = name + "_md", srcs = [markdown], visibility = visibility, **kwargs)
    if doc:
        regs_doc_test(name = name + "_doc_test", doc = doc, table = ":" + markdown, **kwargs)

def regs_doc_test(name, doc, table, **kwargs):
    """Fails, with the command that helps, when a committed table is not the generated one.

    Args:
      name: name of the test.
      doc: the committed Markdown file.
      table: the generated one.
      **kwargs: testonly and tags.
    """
    native.sh_test(
        name = name,
        size = "small",
        srcs = ["//tools/bazel_rules:regs_doc_test.sh"],
        args = [
            "$(rootpath %s)" % doc,
            "$(rootpath %s)" % table,
            "//%s%s" % (native.package_name(), table),
        ],
        data = [doc, table],
        **kwargs
    )
