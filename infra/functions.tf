# The two functions, from one artefact: `connect`, which everybody may call, and `export-document`, which only Pub/Sub may.
# Both answer HTTP: what is pushed to export-document comes from subscriptions of our own (pubsub.tf), whose deadlines, backoff
# and dead letters an event trigger would not let us set.
# https://cloud.google.com/run/docs/write-functions
locals {
  # Cloud Run gives every service this address besides the one that it makes up, so that it is known before there is a service.
  # https://cloud.google.com/run/docs/triggering/https-request#deterministic
  connect_url = (
    var.domain == null
    ? "https://connect-${var.project_number}.${var.region}.run.app"
    : "https://${var.domain}"
  )

  environment = {
    GOOGLE_CLOUD_PROJECT = var.project_id
    FIRESTORE_DATABASE   = google_firestore_database.this.name
    PUBSUB_BANQUP_TOPIC  = google_pubsub_topic.banqup.name
    PUBSUB_OWN_TOPIC     = google_pubsub_topic.own.name
    SECRET_LOCATION      = var.region
    PUBLIC_URL           = local.connect_url
    GOOGLE_CLIENT_ID     = var.google_client_id
    BANQUP_API_URL       = var.banqup.api_url
    LOG_LEVEL            = var.log_level
    # Stacks in the log name our sources. What is young and dead is looked for each 2 MB: left to themselves both the collector and
    # glibc keep so much for later that an instance takes half as much memory again (npm run bench -- memory).
    NODE_OPTIONS           = "--enable-source-maps --max-semi-space-size=2"
    MALLOC_TRIM_THRESHOLD_ = "131072"
  }
}

resource "google_service_account" "connect" {
  account_id   = "connect"
  display_name = "The function connect"
  depends_on   = [google_project_service.used]
}

resource "google_service_account" "export_document" {
  account_id   = "export-document"
  display_name = "The function export-document"
  depends_on   = [google_project_service.used]
}

resource "google_cloudfunctions2_function" "connect" {
  name        = "connect"
  location    = var.region
  description = "Install, Google sign-in, activations, manage; Banqup's messages over HTTP; the scheduler's calls."

  # Built on Google's side: its npm installs the framework, and `gcp-build` compiles the packages (packages.ts).
  build_config {
    runtime           = "nodejs24"
    entry_point       = "connect"
    service_account   = google_service_account.build.id
    docker_repository = google_artifact_registry_repository.functions.id

    source {
      storage_source {
        bucket = var.deploy_bucket
        object = var.artefact
      }
    }

    # Google keeps the base image and Node patched between our deployments.
    automatic_update_policy {}
  }

  service_config {
    service_account_email            = google_service_account.connect.email
    ingress_settings                 = var.domain == null ? "ALLOW_ALL" : "ALLOW_INTERNAL_AND_GCLB"
    available_cpu                    = "1"
    available_memory                 = "512Mi"
    max_instance_request_concurrency = 40
    min_instance_count               = var.min_instances.connect
    max_instance_count               = var.max_instances.connect
    # Startup CPU boost needs no line here: every service that the functions API makes has it.

    # Ending a link asks Google and cancels what is open; a call outside may take a minute (functions/domain/life.ts).
    timeout_seconds = 300

    environment_variables = merge(local.environment, var.banqup_settings, {
      SCHEDULER_ACCOUNT      = google_service_account.scheduler.email
      OPERATOR_NAME          = var.operator.name
      SUPPORT_EMAIL          = var.operator.email
      BANQUP_APP_URL         = var.banqup.app_url
      BANQUP_LOGIN_URL       = var.banqup.login_url
      BANQUP_LOGIN_TOKEN_URL = var.banqup.login_token_url
      BANQUP_LOGIN_CLIENT_ID = var.banqup.login_client_id
      BANQUP_JWKS_URL        = var.banqup.jwks_url
      BANQUP_CALL_ISSUER     = var.banqup.call_issuer
      BANQUP_CALL_AUDIENCE   = var.banqup.call_audience
    })

    dynamic "secret_environment_variables" {
      for_each = local.secrets_of.connect
      content {
        key        = secret_environment_variables.key
        project_id = var.project_id
        secret     = google_secret_manager_secret.this[secret_environment_variables.value].secret_id
        version    = lookup(var.secret_versions, secret_environment_variables.value, 1)
      }
    }
  }

  # An instance does not start without its secrets, and asks what needs an index at once.
  depends_on = [
    google_firestore_index.this,
    google_project_iam_member.build,
    google_artifact_registry_repository_iam_member.build,
    google_secret_manager_secret_iam_member.connect,
  ]
}

resource "google_cloudfunctions2_function" "export_document" {
  name        = "export-document"
  location    = var.region
  description = "Pub/Sub's pushes: one document of one client into one partner's Drive, and what goes with it."

  build_config {
    runtime           = "nodejs24"
    entry_point       = "exportDocument"
    service_account   = google_service_account.build.id
    docker_repository = google_artifact_registry_repository.functions.id

    source {
      storage_source {
        bucket = var.deploy_bucket
        object = var.artefact
      }
    }

    automatic_update_policy {}
  }

  service_config {
    service_account_email = google_service_account.export_document.email
    # Pub/Sub's pushes from this project count as internal.
    ingress_settings                 = "ALLOW_INTERNAL_ONLY"
    available_cpu                    = "1"
    available_memory                 = "1Gi"
    max_instance_request_concurrency = 16
    min_instance_count               = var.min_instances.export_document
    max_instance_count               = var.max_instances.export_document
    # A delivery works for 540 s at most; Pub/Sub waits for 600 (functions/domain/life.ts).
    timeout_seconds = 570

    environment_variables = merge(local.environment, var.banqup_settings, {
      PUBSUB_DEAD_LETTER_TOPIC = google_pubsub_topic.dead_letters.name
      PUBSUB_NOTICES_TOPIC     = google_pubsub_topic.notices.name
      BANQUP_TOKEN_URL         = var.banqup.token_url
      BANQUP_CLIENT_ID         = var.banqup.client_id
      BANQUP_APPLICATION_ID    = var.banqup.application_id
    })

    dynamic "secret_environment_variables" {
      for_each = local.secrets_of.export_document
      content {
        key        = secret_environment_variables.key
        project_id = var.project_id
        secret     = google_secret_manager_secret.this[secret_environment_variables.value].secret_id
        version    = lookup(var.secret_versions, secret_environment_variables.value, 1)
      }
    }
  }

  depends_on = [
    google_firestore_index.this,
    google_project_iam_member.build,
    google_artifact_registry_repository_iam_member.build,
    google_secret_manager_secret_iam_member.export_document,
  ]
}

# Browsers, Banqup and Google's redirect come in here; each page and call proves itself in the function.
resource "google_cloud_run_v2_service_iam_member" "connect_for_everybody" {
  name     = google_cloudfunctions2_function.connect.name
  location = var.region
  role     = "roles/run.invoker"
  member   = "allUsers"

  # A function that is replaced loses its rights.
  lifecycle {
    replace_triggered_by = [google_cloudfunctions2_function.connect.id]
  }
}

resource "google_service_account" "push" {
  account_id   = "pubsub-push"
  display_name = "Pub/Sub, when it pushes to export-document"
  depends_on   = [google_project_service.used]
}

resource "google_cloud_run_v2_service_iam_member" "export_document_for_push" {
  name     = google_cloudfunctions2_function.export_document.name
  location = var.region
  role     = "roles/run.invoker"
  member   = google_service_account.push.member

  # A function that is replaced loses its rights.
  lifecycle {
    replace_triggered_by = [google_cloudfunctions2_function.export_document.id]
  }
}
