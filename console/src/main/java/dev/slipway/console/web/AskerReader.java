package dev.slipway.console.web;

import dev.slipway.console.token.Caller;
import dev.slipway.events.value.EnvironmentName;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;

/** Reads who asks from the token's holder and where from the path's {@code {environment}}. */
final class AskerReader implements HandlerMethodArgumentResolver {
  static final String ENVIRONMENT = "environment";

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType().equals(Asker.class);
  }

  @Override
  public Asker resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    Map<?, ?> path =
        (Map<?, ?>) attribute(request, HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
    Caller caller = (Caller) attribute(request, TokenCheck.CALLER);
    return new Asker(EnvironmentName.parse(String.valueOf(path.get(ENVIRONMENT))), caller.actor());
  }

  private static Object attribute(NativeWebRequest request, String name) {
    return Objects.requireNonNull(
        request.getAttribute(name, RequestAttributes.SCOPE_REQUEST), name);
  }
}
