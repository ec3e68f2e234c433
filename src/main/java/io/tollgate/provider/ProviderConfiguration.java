package io.tollgate.provider;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes what has no annotation of its own. */
@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {

    @Bean
    AddressRules addressRules(ProviderSettings settings) {
        return new AddressRules(settings.privateNetworks());
    }
}
