"""The rules of Ringside; BUILD files load from here and nowhere else in this folder."""

load(
    "//tools/bazel_rules:firmware.bzl",
    _FirmwareInfo = "FirmwareInfo",
    _firmware_image = "firmware_image",
)
load("//tools/bazel_rules:verilator.bzl", _verilator_cc_library = "verilator_cc_library")
load("//tools/bazel_rules:verilog.bzl", _VerilogInfo = "VerilogInfo", _verilog_library = "verilog_library")
load("//tools/bazel_rules:verilog_lint.bzl", _verilog_lint_test = "verilog_lint_test")

FirmwareInfo = _FirmwareInfo
VerilogInfo = _VerilogInfo
firmware_image = _firmware_image
verilator_cc_library = _verilator_cc_library
verilog_library = _verilog_library
verilog_lint_test = _verilog_lint_test
