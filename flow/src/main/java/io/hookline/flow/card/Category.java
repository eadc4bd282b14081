package io.hookline.flow.card;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Under which heading people find the cards of a class, or one card of it. Cards of a {@link
 * Connector} stand under its name.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Category {
    String API_CONNECTOR = "API Connector";
    String BRANCHING = "Branching";
    String CSV = "CSV";
    String DATE_AND_TIME = "Date & Time";
    String ENCRYPTION = "Encryption";
    String ERROR_HANDLING = "Error Handling";
    String FLOW_CONTROL = "Flow Control";
    String FLOWS = "Flows";
    String IP_ADDRESSES = "IP Addresses";
    String JSON = "JSON";
    String JWT = "JWT";
    String LIST = "List";
    String NUMBER = "Number";
    String OBJECT = "Object";
    String TEXT = "Text";
    String TRIGGERS = "Triggers";
    String TRUE_OR_FALSE = "True/False";
    String URL = "URL";
    String XML = "XML";

    /** Of cards that say nothing. */
    String OTHER = "Other";

    String value();
}
