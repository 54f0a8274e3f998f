package dev.slipway.sandbox.cluster.api;

import com.sun.net.httpserver.HttpExchange;
import dev.slipway.sandbox.cluster.admission.WriteOptions;
import dev.slipway.sandbox.cluster.admission.WriteOptions.FieldValidation;
import dev.slipway.sandbox.cluster.objects.ApiError;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What a client asks, read once. */
final class ApiRequest {
  private static final int LARGEST_BODY_BYTES = 3 * 1024 * 1024;
  private static final Pattern AMPERSAND = Pattern.compile("&");

  private final HttpExchange exchange;
  private final String path;
  private final Map<String, String> query = new HashMap<>();
  private final byte[] body;
  private final List<String> warnings = new ArrayList<>();

  ApiRequest(HttpExchange exchange) throws IOException {
    this.exchange = exchange;
    this.path = exchange.getRequestURI().getPath();
    String raw = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    AMPERSAND.splitAsStream(raw).filter(p -> !p.isEmpty()).forEach(this::addParameter);
    this.body = exchange.getRequestBody().readAllBytes();
  }

  private void addParameter(String parameter) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    String value = equals < 0 ? "" : parameter.substring(equals + 1);
    query.put(decode(name), decode(value));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  HttpExchange exchange() {
    return exchange;
  }

  String method() {
    return exchange.getRequestMethod();
  }

  String path() {
    return path;
  }

  /** A query parameter, or an empty string. */
  String query(String name) {
    return query.getOrDefault(name, "");
  }

  boolean asks(String name) {
    String value = query(name);
    return value.equals("true") || value.equals("1");
  }

  String header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  byte[] rawBody() {
    if (body.length > LARGEST_BODY_BYTES) {
      throw ApiError.of(
          ApiError.Reason.RequestEntityTooLarge,
          "Request entity too large: limit is " + LARGEST_BODY_BYTES);
    }
    return body;
  }

  boolean hasBody() {
    return body.length > 0;
  }

  JsonNode body() {
    return BodyReader.read(rawBody(), header("Content-Type"));
  }

  /** The content type without its parameters. */
  String contentType() {
    String type = header("Content-Type");
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
  }

  List<String> warnings() {
    return warnings;
  }

  WriteOptions writeOptions(String subresource) {
    return new WriteOptions(
        manager(),
        subresource,
        query("dryRun").equals("All"),
        validation(),
        asks("force"),
        warnings::add);
  }

  /** Who writes: as the client says, or else the first word of its user agent. */
  private String manager() {
    String given = query("fieldManager");
    if (!given.isEmpty()) {
      return given;
    }
    String agent = header("User-Agent");
    int slash = agent.indexOf('/');
    String name = slash < 0 ? agent : agent.substring(0, slash);
    return name.isEmpty() ? "unknown" : name;
  }

  private FieldValidation validation() {
    return switch (query("fieldValidation")) {
      case "Strict" -> FieldValidation.Strict;
      case "Ignore" -> FieldValidation.Ignore;
      default -> FieldValidation.Warn;
    };
  }
}
