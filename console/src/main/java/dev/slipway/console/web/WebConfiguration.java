package dev.slipway.console.web;

import java.util.List;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** How requests come in. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {
  @Bean
  WebMvcConfigurer checks(TokenCheck tokens, WholeHistory whole) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new PageHeaders());
        registry.addInterceptor(tokens).addPathPatterns("/api/**");
        registry.addInterceptor(whole).addPathPatterns("/api/**");
      }

      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new AskerReader());
      }
    };
  }

  /** An environment's name may hold a slash: {@code candidates%2Fnew-login} is one segment. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> slashesInNames() {
    return factory ->
        factory.addConnectorCustomizers(
            (Connector connector) ->
                connector.setEncodedSolidusHandling(
                    EncodedSolidusHandling.PASS_THROUGH.getValue()));
  }
}
