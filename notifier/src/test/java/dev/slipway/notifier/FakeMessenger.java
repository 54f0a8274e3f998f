package dev.slipway.notifier;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Receivers in memory: {@code slack} for people, {@code robot} for programs. */
final class FakeMessenger implements Messenger {
  /** What a receiver was sent. */
  record Sent(String receiver, Message message) {}

  final List<Sent> sent = new ArrayList<>();
  private final Deque<SendResult> next = new ArrayDeque<>();

  void answerNext(SendResult... results) {
    next.addAll(List.of(results));
  }

  static SendResult tryAgain(Duration notBefore) {
    return new SendResult.TryAgain(notBefore, "it says 503");
  }

  static SendResult refused() {
    return new SendResult.Refused("it says 404 no_service");
  }

  List<String> texts() {
    return sent.stream().map(each -> each.message().text()).toList();
  }

  @Override
  public boolean knows(String receiver) {
    return receiver.equals("slack") || receiver.equals("robot");
  }

  @Override
  public boolean wantsData(String receiver) {
    return receiver.equals("robot");
  }

  @Override
  public SendResult send(String receiver, Message message) {
    if (!knows(receiver)) {
      return new SendResult.Refused("there is no receiver '" + receiver + "'");
    }
    SendResult result = next.isEmpty() ? new SendResult.Delivered("200 ok") : next.removeFirst();
    if (result instanceof SendResult.Delivered) {
      sent.add(new Sent(receiver, message));
    }
    return result;
  }
}
