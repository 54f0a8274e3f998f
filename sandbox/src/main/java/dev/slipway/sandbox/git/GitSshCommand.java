package dev.slipway.sandbox.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;

/** The two commands that Git runs on a host: {@code git-upload-pack}, {@code git-receive-pack}. */
final class GitSshCommand implements Command {
  private static final Pattern COMMAND =
      Pattern.compile("(git-upload-pack|git-receive-pack) '/?(.+?)(?:\\.git)?'");

  private final Repositories repositories;
  private final String command;
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();
  private OutputStream err = OutputStream.nullOutputStream();
  private @Nullable ExitCallback exit;

  GitSshCommand(Repositories repositories, String command) {
    this.repositories = repositories;
    this.command = command;
  }

  @Override
  public void setInputStream(InputStream stream) {
    in = stream;
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    out = stream;
  }

  @Override
  public void setErrorStream(OutputStream stream) {
    err = stream;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) {
    Thread.ofVirtual().name("git over ssh").start(this::run);
  }

  private void run() {
    int code = 1;
    try {
      code = serve();
    } catch (IOException | RuntimeException hungUp) {
      // The client sees that nothing more comes.
    } finally {
      ExitCallback callback = exit;
      if (callback != null) {
        callback.onExit(code);
      }
    }
  }

  private int serve() throws IOException {
    Matcher asked = COMMAND.matcher(command);
    if (!asked.matches()) {
      return refuse("only Git is served here, not: " + command);
    }
    Optional<Repository> repository = repositories.find(asked.group(2));
    if (repository.isEmpty()) {
      return refuse("ERROR: Repository not found.");
    }
    if (asked.group(1).equals("git-upload-pack")) {
      try (UploadPack pack = new UploadPack(repository.get())) {
        pack.setRequestPolicy(UploadPack.RequestPolicy.ANY);
        pack.upload(in, out, err);
      }
    } else {
      ReceivePack pack = new ReceivePack(repository.get());
      pack.setAtomic(true);
      pack.receive(in, out, err);
    }
    return 0;
  }

  private int refuse(String why) throws IOException {
    err.write((why + "\n").getBytes(StandardCharsets.UTF_8));
    err.flush();
    return 1;
  }

  @Override
  public void destroy(ChannelSession channel) {
    // The streams end with the channel, and the thread with them.
  }
}
