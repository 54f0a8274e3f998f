package dev.slipway.sandbox.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.slipway.sandbox.http.Answers;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/**
 * The three requests of Git's smart HTTP: what is there, give me, take this.
 *
 * <p>Source: Git's {@code gitprotocol-http} and {@code gitprotocol-v2}.
 */
final class GitRoutes implements HttpHandler {
  private static final Pattern PATH =
      Pattern.compile("/(.+?)(\\.git)?/(info/refs|git-upload-pack|git-receive-pack)");
  private static final String FETCH = "git-upload-pack";
  private static final String PUSH = "git-receive-pack";

  private final Repositories repositories;
  private final Users users;
  private final PushRules rules;
  private final PushWebhooks webhooks;

  GitRoutes(Repositories repositories, Users users, PushRules rules, PushWebhooks webhooks) {
    this.repositories = repositories;
    this.users = users;
    this.rules = rules;
    this.webhooks = webhooks;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
    if (!path.matches()) {
      Answers.text(exchange, 404, "no Git repository here: clone /NAME.git");
      return;
    }
    String service = path.group(3).equals("info/refs") ? asked(exchange) : path.group(3);
    if (!service.equals(FETCH) && !service.equals(PUSH)) {
      Answers.text(exchange, 403, "only smart HTTP is served");
      return;
    }
    if (service.equals(PUSH)) {
      rules.requested(path.group(3));
    }
    Optional<String> user =
        users.authorize(exchange, service.equals(PUSH) ? GitAccess.WRITE : GitAccess.READ);
    if (user.isEmpty()) {
      return;
    }
    Optional<Repository> repository = repositories.find(path.group(1));
    if (repository.isEmpty()) {
      Answers.text(exchange, 404, "no repository " + path.group(1));
    } else if (path.group(3).equals("info/refs")) {
      advertise(exchange, repository.get(), service);
    } else if (service.equals(FETCH)) {
      fetch(exchange, repository.get());
    } else {
      push(exchange, repository.get(), path.group(1), user.get());
    }
  }

  private void advertise(HttpExchange exchange, Repository repository, String service)
      throws IOException {
    try (OutputStream body = begin(exchange, service + "-advertisement")) {
      PacketLineOutRefAdvertiser advertiser =
          new PacketLineOutRefAdvertiser(new PacketLineOut(body));
      if (service.equals(FETCH)) {
        try (UploadPack pack = uploadPack(exchange, repository)) {
          pack.sendAdvertisedRefs(advertiser, service);
        }
      } else {
        PacketLineOut lines = new PacketLineOut(body);
        lines.writeString("# service=" + service + "\n");
        lines.end();
        receivePack(repository).sendAdvertisedRefs(advertiser);
      }
    }
  }

  private static void fetch(HttpExchange exchange, Repository repository) throws IOException {
    InputStream request = body(exchange);
    try (OutputStream answer = begin(exchange, FETCH + "-result");
        UploadPack pack = uploadPack(exchange, repository)) {
      pack.upload(request, answer, null);
    }
  }

  private void push(HttpExchange exchange, Repository repository, String name, String user)
      throws IOException {
    InputStream request = body(exchange);
    try (OutputStream answer = begin(exchange, PUSH + "-result")) {
      ReceivePack pack = receivePack(repository);
      pack.setPreReceiveHook(rules);
      pack.setPostReceiveHook((ended, commands) -> commands.forEach(c -> tell(name, user, c)));
      pack.receive(request, answer, null);
    }
  }

  private void tell(String name, String user, ReceiveCommand command) {
    if (command.getResult() == ReceiveCommand.Result.OK) {
      webhooks.pushed(name, command.getRefName(), command.getOldId(), command.getNewId(), user);
    }
  }

  private static UploadPack uploadPack(HttpExchange exchange, Repository repository) {
    UploadPack pack = new UploadPack(repository);
    pack.setBiDirectionalPipe(false);
    pack.setRequestPolicy(UploadPack.RequestPolicy.ANY);
    String protocol = exchange.getRequestHeaders().getFirst("Git-Protocol");
    if (protocol != null) {
      pack.setExtraParameters(List.of(protocol.split(":", -1)));
    }
    return pack;
  }

  private static ReceivePack receivePack(Repository repository) {
    ReceivePack pack = new ReceivePack(repository);
    pack.setBiDirectionalPipe(false);
    pack.setAtomic(true);
    pack.setAllowPushOptions(true);
    return pack;
  }

  private static OutputStream begin(HttpExchange exchange, String type) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-" + type);
    exchange.getResponseHeaders().set("Cache-Control", "no-cache, no-store");
    exchange.sendResponseHeaders(200, 0);
    return new BufferedOutputStream(exchange.getResponseBody());
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    InputStream raw = exchange.getRequestBody();
    return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
        ? new GZIPInputStream(raw)
        : raw;
  }

  private static String asked(HttpExchange exchange) {
    String query = exchange.getRequestURI().getQuery();
    return query == null ? "" : query.replaceFirst("^service=", "");
  }
}
