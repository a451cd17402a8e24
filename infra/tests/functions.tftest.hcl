# Who may call what, with which limits, and that no secret is among the plain variables.
mock_provider "google" {}

override_resource {
  target          = google_service_account.push
  override_during = plan
  values          = { email = "pubsub-push@test", member = "serviceAccount:pubsub-push@test" }
}

run "functions" {
  command = plan

  assert {
    condition = alltrue([
      for function in [google_cloudfunctions2_function.connect, google_cloudfunctions2_function.export_document] :
      function.build_config[0].runtime == "nodejs24"
      && function.build_config[0].source[0].storage_source[0].object == var.artefact
      && function.build_config[0].source[0].storage_source[0].bucket == var.deploy_bucket
    ])
    error_message = "Both functions run on nodejs24, from the one artefact."
  }

  assert {
    condition = (
      google_cloudfunctions2_function.connect.build_config[0].entry_point == "connect"
      && google_cloudfunctions2_function.export_document.build_config[0].entry_point == "exportDocument"
    )
    error_message = "Each function starts its own target of the artefact."
  }

  assert {
    condition = alltrue([
      for config in [google_cloudfunctions2_function.connect.service_config[0], google_cloudfunctions2_function.export_document.service_config[0]] :
      config.max_instance_request_concurrency > 1 && tonumber(config.available_cpu) >= 1
    ])
    error_message = "More than one request at a time needs a whole CPU."
  }

  assert {
    condition = (
      google_cloudfunctions2_function.connect.service_config[0].max_instance_count == var.max_instances.connect
      && google_cloudfunctions2_function.export_document.service_config[0].max_instance_count == var.max_instances.export_document
      && google_cloudfunctions2_function.connect.service_config[0].min_instance_count == var.min_instances.connect
      && google_cloudfunctions2_function.export_document.service_config[0].min_instance_count == var.min_instances.export_document
    )
    error_message = "Both functions have the instance limits that were asked for."
  }

  # 540 s is a worker's life without the skew of clocks: functions/domain/life.ts.
  assert {
    condition = (
      google_cloudfunctions2_function.export_document.service_config[0].timeout_seconds > 540
      && alltrue([for subscription in google_pubsub_subscription.export : google_cloudfunctions2_function.export_document.service_config[0].timeout_seconds < subscription.ack_deadline_seconds])
    )
    error_message = "A delivery may work for its whole life, and is over before Pub/Sub gives it to somebody else."
  }

  assert {
    condition = (
      google_cloud_run_v2_service_iam_member.connect_for_everybody.name == "connect"
      && google_cloud_run_v2_service_iam_member.connect_for_everybody.role == "roles/run.invoker"
      && google_cloud_run_v2_service_iam_member.connect_for_everybody.member == "allUsers"
    )
    error_message = "Everybody may call connect: browsers, Banqup, Google's redirect."
  }

  assert {
    condition = (
      google_cloud_run_v2_service_iam_member.export_document_for_push.name == "export-document"
      && google_cloud_run_v2_service_iam_member.export_document_for_push.role == "roles/run.invoker"
      && google_cloud_run_v2_service_iam_member.export_document_for_push.member == "serviceAccount:pubsub-push@test"
    )
    error_message = "Only Pub/Sub's pushes may call export-document."
  }

  assert {
    condition     = google_cloudfunctions2_function.export_document.service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"
    error_message = "Nothing from the internet reaches export-document."
  }

  assert {
    condition = alltrue([
      for config in [google_cloudfunctions2_function.connect.service_config[0], google_cloudfunctions2_function.export_document.service_config[0]] :
      length([for name in keys(config.environment_variables) : name if can(regex("(SECRET|KEY)$", name))]) == 0
    ])
    error_message = "No secret is a plain variable of a function."
  }

  assert {
    condition = (
      { for secret in google_cloudfunctions2_function.connect.service_config[0].secret_environment_variables : secret.key => secret.secret } == {
        BANQUP_LISTENER_KEY        = "banqup-listener-key"
        BANQUP_LOGIN_CLIENT_SECRET = "banqup-login-client-secret"
        GOOGLE_CLIENT_SECRET       = "google-client-secret"
      }
      && { for secret in google_cloudfunctions2_function.export_document.service_config[0].secret_environment_variables : secret.key => secret.secret } == {
        BANQUP_CLIENT_SECRET = "banqup-client-secret"
        GOOGLE_CLIENT_SECRET = "google-client-secret"
      }
    )
    error_message = "Each function reads its own secrets, and no other."
  }

  assert {
    condition = alltrue([
      for secret in google_cloudfunctions2_function.connect.service_config[0].secret_environment_variables : secret.version == "1"
    ])
    error_message = "Secrets are read by their version's number."
  }
}

run "a_rotated_secret" {
  command = plan

  variables {
    secret_versions = { google-client-secret = 7 }
  }

  assert {
    condition = alltrue([
      for config in [google_cloudfunctions2_function.connect.service_config[0], google_cloudfunctions2_function.export_document.service_config[0]] :
      one([for secret in config.secret_environment_variables : secret.version if secret.secret == "google-client-secret"]) == "7"
    ])
    error_message = "A rotated secret is read by both functions."
  }

  assert {
    condition     = one([for secret in google_cloudfunctions2_function.connect.service_config[0].secret_environment_variables : secret.version if secret.key == "BANQUP_LISTENER_KEY"]) == "1"
    error_message = "Rotating one secret leaves the others alone."
  }
}

run "without_a_domain" {
  command = plan

  variables {
    domain = null
  }

  assert {
    condition     = output.public_url == "https://connect-123456789012.europe-west1.run.app"
    error_message = "Without a domain connect is known by Cloud Run's address."
  }

  assert {
    condition     = google_cloudfunctions2_function.connect.service_config[0].ingress_settings == "ALLOW_ALL"
    error_message = "Without a domain everybody reaches connect directly."
  }

  assert {
    condition     = length(google_compute_global_forwarding_rule.connect) == 0 && !contains(local.services, "compute.googleapis.com")
    error_message = "Without a domain there is no load balancer to pay for."
  }
}

run "with_a_domain" {
  command = plan

  variables {
    domain = "drive.acme.example"
  }

  assert {
    condition     = output.public_url == "https://drive.acme.example" && output.google_redirect_uri == "https://drive.acme.example/google/callback"
    error_message = "With a domain connect is known by it."
  }

  assert {
    condition     = google_cloudfunctions2_function.connect.service_config[0].ingress_settings == "ALLOW_INTERNAL_AND_GCLB"
    error_message = "With a domain nobody goes around it."
  }

  assert {
    condition     = google_compute_managed_ssl_certificate.connect[0].managed[0].domains == tolist(["drive.acme.example"])
    error_message = "The certificate is for the domain."
  }

  assert {
    condition     = google_compute_backend_service.connect[0].log_config[0].enable == false
    error_message = "The load balancer keeps no log of addresses: one of them holds a key."
  }

  assert {
    condition     = google_compute_url_map.to_https[0].default_url_redirect[0].https_redirect
    error_message = "Who comes without https is sent on."
  }
}
