package dev.slipway.sandbox.git;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.transport.PreReceiveHook;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.jspecify.annotations.Nullable;

/** What a test has planned for the pushes to come. */
final class PushRules implements PreReceiveHook {
  private record Planned(String path, Runnable action) {}

  private final AtomicReference<@Nullable Planned> onRequest = new AtomicReference<>();
  private final AtomicReference<@Nullable Runnable> before = new AtomicReference<>();
  private volatile @Nullable String reason;

  void reject(String why) {
    reason = why;
  }

  void beforeNext(Runnable action) {
    before.set(action);
  }

  void onRequest(String path, Runnable action) {
    onRequest.set(new Planned(path, action));
  }

  /** A request of a push has come in; nobody has looked at who sent it. */
  void requested(String path) {
    Planned planned = onRequest.get();
    if (planned != null
        && path.endsWith(planned.path())
        && onRequest.compareAndSet(planned, null)) {
      planned.action().run();
    }
  }

  void acceptAll() {
    reason = null;
    before.set(null);
    onRequest.set(null);
  }

  @Override
  public void onPreReceive(ReceivePack pack, Collection<ReceiveCommand> commands) {
    Runnable action = before.getAndSet(null);
    if (action != null) {
      action.run();
    }
    String why = reason;
    if (why != null) {
      commands.forEach(
          command -> command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, why));
    }
  }
}
