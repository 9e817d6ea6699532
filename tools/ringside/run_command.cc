#include "tools/ringside/run_command.h"

#include <cstdio>

#include "tools/ringside/run_options.h"
#include "tools/ringside/scenario_run.h"

namespace ringside {

int RunCommand(int argc, char** argv) {
  const auto options = ParseRunOptions(argc, argv);
  if (!options.ok()) return Complain(options.status());
  if (options->help) {
    std::fputs(kRunHelp, stdout);
    return kExitVerified;
  }
  const auto run = PrepareScenarioRun(*options);
  if (!run.ok()) return Complain(run.status());
  return Execute(*run);
}

}  // namespace ringside
