"""Bounded model checking as a test: yosys makes an and-inverter graph, abc looks for a counterexample.

A design that many proofs are about is made ready once (bmc_design), each proof with it (bmc_test)."""

load("//tools/bazel_rules:verilog.bzl", "VerilogInfo")

BmcDesignInfo = provider(
    doc = "A module made ready for proofs.",
    fields = {
        "il": "File in yosys's own language: gates and flip-flops.",
        "top": "The module's name.",
    },
)

# Everything that is not driven or not reset is free, and stays so: nothing may take advantage of an
# undefined value, so flip-flops become formal's own before anything is optimised.
_DESIGN = """\
read_verilog -sv -formal -I. {defines} {files}
hierarchy -check -top {top}
proc
flatten
memory_collect
memory_map
async2sync
{free}
formalff -clk2ff -ff2anyinit
opt -fast
techmap
setundef -undriven -anyseq
formalff -anyinit2ff -fine
aigmap
opt_clean -purge
setattr -unset src -unset hdlname */t:* */w:*
setattr -mod -set keep_hierarchy 1 {top}
write_rtlil {il}
"""

# The same for the proof's own modules, and both put together.
_PROOF = """\
{read_design}
read_verilog -sv -formal -I. {defines} {files}
hierarchy -check -top {top}
select * {design} %d
proc
flatten
delete -output {top}
memory_collect
memory_map
async2sync
formalff -clk2ff -ff2anyinit
opt_expr
techmap
setundef -undriven -anyseq
formalff -anyinit2ff -fine
aigmap
select -clear
setattr -mod -unset keep_hierarchy *
flatten
write_aiger -zinit -no-startoffset -vmap {map} {model}
"""

def _defines(names):
    return " ".join(["-D" + name for name in names])

def _paths(files):
    return " ".join([file.path for file in files.to_list()])

def _run_yosys(ctx, text, inputs, outputs, mutations = []):
    script = ctx.actions.declare_file(ctx.label.name + ".ys")
    ctx.actions.write(script, text)
    ctx.actions.run(
        executable = ctx.executable._bmc_model,
        arguments = [ctx.file._yosys.path, script.path] + mutations,
        inputs = depset([script], transitive = inputs),
        tools = [ctx.file._yosys],
        outputs = outputs,
        mnemonic = "Yosys",
        progress_message = "Making %s ready for proof" % ctx.label,
    )

def _bmc_design_impl(ctx):
    verilog = ctx.attr.module[VerilogInfo]
    il = ctx.actions.declare_file(ctx.label.name + ".il")
    text = _DESIGN.format(
        defines = _defines(ctx.attr.defines),
        files = _paths(verilog.srcs),
        top = ctx.attr.module_top,
        free = "\n".join(["setattr -unset init " + pattern for pattern in ctx.attr.free]),
        il = il.path,
    )
    _run_yosys(ctx, text, [verilog.srcs, verilog.hdrs], [il], ctx.attr.mutations)
    return [
        BmcDesignInfo(il = il, top = ctx.attr.module_top),
        DefaultInfo(files = depset([il])),
    ]

def _bmc_test_impl(ctx):
    verilog = ctx.attr.module[VerilogInfo]
    design = ctx.attr.design[BmcDesignInfo] if ctx.attr.design else None
    model = ctx.actions.declare_file(ctx.label.name + ".aig")
    names = ctx.actions.declare_file(ctx.label.name + ".map")
    text = _PROOF.format(
        read_design = "read_rtlil " + design.il.path if design else "",
        design = design.top if design else "",
        defines = _defines(ctx.attr.defines),
        files = _paths(verilog.srcs),
        top = ctx.attr.module_top,
        map = names.path,
        model = model.path,
    )
    if not design:
        text = text.replace("select *  %d\n", "")
    inputs = [verilog.srcs, verilog.hdrs] + ([depset([design.il])] if design else [])
    _run_yosys(ctx, text, inputs, [model, names])

    test = ctx.actions.declare_file(ctx.label.name + ".sh")
    words = [
        ctx.executable._bmc.short_path,
        ctx.file._abc.short_path,
        ctx.executable._trace.short_path,
        model.short_path,
        names.short_path,
        str(ctx.attr.depth),
        ctx.attr.breaks,
    ]
    ctx.actions.write(
        test,
        "#!/bin/bash\nexec %s\n" % " ".join(["'%s'" % word for word in words]),
        is_executable = True,
    )
    runfiles = ctx.runfiles(files = [model, names, ctx.file._abc])
    for tool in [ctx.attr._bmc, ctx.attr._trace]:
        runfiles = runfiles.merge(tool[DefaultInfo].default_runfiles)
    return [DefaultInfo(executable = test, runfiles = runfiles)]

_COMMON = {
    "module": attr.label(
        doc = "The verilog_library that holds the module; readable by yosys.",
        mandatory = True,
        providers = [VerilogInfo],
    ),
    "module_top": attr.string(doc = "Name of the module.", mandatory = True),
    "defines": attr.string_list(doc = "Macros, NAME or NAME=VALUE."),
    "_bmc_model": attr.label(
        default = "//tools/bmc:bmc_model",
        executable = True,
        cfg = "exec",
    ),
    "_yosys": attr.label(default = "@yosys//:yosys", allow_single_file = True),
}

bmc_design = rule(
    implementation = _bmc_design_impl,
    doc = "A module, with its parameters' default values, made ready once for many a bmc_test.",
    attrs = dict(
        _COMMON,
        free = attr.string_list(
            doc = "yosys selections of registers and memories whose initial value is to be forgotten.",
        ),
        mutations = attr.string_list(
            doc = """Deliberate bugs, three words each: a source file's name, a text that occurs in it
once, and the text that takes its place.""",
        ),
    ),
    provides = [BmcDesignInfo],
)

bmc_test = rule(
    implementation = _bmc_test_impl,
    doc = """Proves the assertions of a module for the first `depth` cycles, whatever its inputs are.

On failure the test prints which property breaks and the top module's signals, cycle by cycle; the
shortest counterexample there is. What may be assumed the module states by `assume`. Registers start
with their initial value, those without one with any.""",
    attrs = dict(
        _COMMON,
        design = attr.label(
            doc = "A module that this one instantiates; `module` must not hold it too.",
            providers = [BmcDesignInfo],
        ),
        depth = attr.int(doc = "Cycles to look at.", mandatory = True),
        breaks = attr.string(
            doc = "The test passes if a property with this in its name is found broken, and only then.",
        ),
        _abc = attr.label(default = "@yosys//:yosys-abc", allow_single_file = True),
        _bmc = attr.label(default = "//tools/bmc", executable = True, cfg = "target"),
        _trace = attr.label(default = "//tools/bmc:trace", executable = True, cfg = "target"),
    ),
    test = True,
)
