package dev.slipway.console.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code slipway} command. The launcher finds the JDK and runs this. */
@Command(
    name = "slipway",
    description = "Push an image; Slipway carries it through Git to the right environments.",
    version = "slipway 0.1.0-SNAPSHOT",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or asked for",
      "1:declined, failed, only observed, or a name is not known",
      "2:the command line cannot be right",
      "3:no console there, or the token may not do that",
      "4:not done in the time that --timeout gave",
      "5:diff --exit-code: something would change"
    })
public final class SlipwayCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Shows the version.")
  boolean version;

  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("status", StatusCommand.class);
    COMMANDS.put("why", WhyCommand.class);
    COMMANDS.put("events", EventsCommand.class);
    COMMANDS.put("services", ServicesCommand.class);
    COMMANDS.put("diff", DiffCommand.class);
    COMMANDS.put("deploy", DeployCommand.class);
    COMMANDS.put("unpin", UnpinCommand.class);
    COMMANDS.put("promote", PromoteCommand.class);
    COMMANDS.put("approve", ApproveCommand.class);
    COMMANDS.put("rollback", RollbackCommand.class);
    COMMANDS.put("restart", RestartCommand.class);
    COMMANDS.put("hold", HoldCommand.class);
    COMMANDS.put("resume", ResumeCommand.class);
    COMMANDS.put("override", OverrideCommand.class);
    COMMANDS.put("confirm-prune", ConfirmPruneCommand.class);
    COMMANDS.put("adopt", AdoptCommand.class);
    COMMANDS.put("environment", EnvironmentCommand.class);
    COMMANDS.put("notify", NotifyCommand.class);
    COMMANDS.put("completion", CompletionCommand.class);
    COMMANDS.put(WarmUpCommand.NAME, WarmUpCommand.class);
  }

  /** A promotion that is declined in part is told as declined after two. */
  private static final Duration FIRST_LOOK = Duration.ofSeconds(3);

  public static void main(String[] arguments) {
    Surroundings around =
        new Surroundings(
            System.getenv(),
            System.getProperty("slipway.home", "."),
            Boolean.getBoolean("slipway.terminal"),
            System.getProperty("slipway.commands", ""),
            FIRST_LOOK,
            utf8(FileDescriptor.out),
            utf8(FileDescriptor.err));
    int exitCode = run(around, arguments);
    around.out().flush();
    System.exit(exitCode);
  }

  static int run(Surroundings around, String... arguments) {
    return commandLine(around, arguments).execute(arguments);
  }

  /** With the one command that is called: reading the others' options would take longer than it. */
  private static CommandLine commandLine(Surroundings around, String... arguments) {
    Class<?> called = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
    return called == null ? commandLine(around) : commandLine(around, List.of(called));
  }

  /** With every command. */
  static CommandLine commandLine(Surroundings around) {
    return commandLine(around, COMMANDS.values());
  }

  private static CommandLine commandLine(Surroundings around, Collection<Class<?>> commands) {
    CommandLine line = new CommandLine(new SlipwayCommand(), new SurroundedFactory(around));
    commands.forEach(line::addSubcommand);
    return line.setOut(new PrintWriter(around.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(around.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(CommandLine.Help.defaultColorScheme(around.coloured() ? Ansi.ON : Ansi.OFF))
        .setUsageHelpAutoWidth(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler((e, command, parsed) -> failed(e, around))
        .setParameterExceptionHandler((e, parsed) -> misspelt(e, around));
  }

  private static int failed(Exception e, Surroundings around) throws Exception {
    if (e instanceof CommandFailure failure) {
      around.err().println("slipway: " + Columns.plain(String.valueOf(failure.getMessage())));
      return failure.exitCode();
    }
    throw e;
  }

  private static int misspelt(ParameterException e, Surroundings around) {
    CommandLine command = e.getCommandLine();
    boolean unknownCommand =
        e instanceof UnmatchedArgumentException unmatched
            && command.getParent() == null
            && !unmatched.getUnmatched().getFirst().startsWith("-");
    if (unknownCommand) {
      unknown(((UnmatchedArgumentException) e).getUnmatched().getFirst(), around);
    } else {
      around.err().println("slipway: " + e.getMessage());
      around.err().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return ExitCode.USAGE;
  }

  /** What a person may call. */
  static List<String> names() {
    return COMMANDS.keySet().stream().filter(name -> !name.equals(WarmUpCommand.NAME)).toList();
  }

  private static void unknown(String word, Surroundings around) {
    List<String> names = new ArrayList<>(names());
    names.addAll(Arrays.asList(around.commands().split(",", -1)));
    List<String> close = Spelling.closest(word, names);
    around.err().println("slipway: there is no command '" + Columns.plain(word) + "'");
    if (!close.isEmpty()) {
      around.err().println("Did you mean: " + String.join(", ", close) + "?");
    }
    around.err().println("See: slipway --help");
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
