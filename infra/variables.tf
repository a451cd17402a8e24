variable "alert_emails" {
  description = "Who is written to when an alert fires. Without an address alerts are only seen in the console."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for email in var.alert_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", email))])
    error_message = "Each must be an e-mail address."
  }
}

variable "artefact" {
  description = "Object in the deploy bucket that holds what `npm run build` made: functions/functions-<digest>.zip. In artefact.auto.tfvars, which the pipeline writes too."
  type        = string

  validation {
    condition     = can(regex("^functions/functions-[0-9a-f]{16}\\.zip$", var.artefact))
    error_message = "Must be functions/functions-<16 hexadecimal digits>.zip, as `npm run build` names it."
  }
}

variable "banqup" {
  description = "Banqup's addresses and our identity there. Secrets are not among them: they go into Secret Manager by hand."
  type = object({
    api_url         = string # API, without a path
    app_url         = string # where a person goes back to in Banqup
    application_id  = string # of our entry in the Store
    call_audience   = string # `aud` of the tokens of Banqup's calls to us
    call_issuer     = string # `iss` of those
    client_id       = string # our client for Banqup's API
    jwks_url        = string # keys that sign those tokens
    login_client_id = string # our client for Banqup's login
    login_token_url = string # token endpoint of the login
    login_url       = string # authorization endpoint of the login
    token_url       = string # token endpoint for our client
  })

  validation {
    condition     = alltrue([for key, value in var.banqup : !endswith(key, "_url") || can(regex("^https://[^/]+", value))])
    error_message = "Each address must begin with https://."
  }

  validation {
    condition     = alltrue([for value in values(var.banqup) : trimspace(value) != ""])
    error_message = "None may be empty."
  }
}

variable "banqup_notices_reader" {
  description = "Banqup's service account that reads our notices to partners. Without it nobody may, and they wait for 31 days."
  type        = string
  default     = null

  validation {
    condition     = var.banqup_notices_reader == null || can(regex("^[^@\\s]+@[^@\\s]+\\.gserviceaccount\\.com$", var.banqup_notices_reader))
    error_message = "Must be the e-mail address of a service account."
  }
}

variable "banqup_publisher" {
  description = "Banqup's service account that publishes its messages. Without it they can only come over HTTP."
  type        = string
  default     = null

  validation {
    condition     = var.banqup_publisher == null || can(regex("^[^@\\s]+@[^@\\s]+\\.gserviceaccount\\.com$", var.banqup_publisher))
    error_message = "Must be the e-mail address of a service account."
  }
}

variable "banqup_settings" {
  description = "Further variables of the functions that say how Banqup works, by the names in the README: BANQUP_RESEND_TYPES, …"
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.banqup_settings) : can(regex("^BANQUP_[A-Z_]+$", name)) && !can(regex("(SECRET|KEY)$", name))])
    error_message = "Names begin with BANQUP_; a secret has no place here."
  }
}

variable "care_schedule" {
  description = "When every partner's folders are looked after, as cron has it. Less often with very many partners: infra/operating.md."
  type        = string
  default     = "*/10 * * * *"

  validation {
    condition     = can(regex("^\\S+( \\S+){4}$", var.care_schedule))
    error_message = "Must be five fields of cron."
  }
}

variable "deploy_bucket" {
  description = "Bucket, made by hand, that holds the configuration (*.tfvars), the state (terraform/), what is deployed (functions/) and what is planned (plans/)."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$", var.deploy_bucket))
    error_message = "Must be the name of a bucket, without gs://."
  }
}

variable "domain" {
  description = "Name of our own for `connect`, such as drive.example.com. Without it `connect` has an address of Cloud Run's."
  type        = string
  default     = null

  validation {
    condition     = var.domain == null || can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "Must be a host name in lower case, without https://."
  }
}

variable "firestore_location" {
  description = "Where Firestore keeps its data, for ever: eur3 is Belgium and the Netherlands, a region such as europe-west1 costs half."
  type        = string
  default     = "eur3"

  validation {
    condition     = can(regex("^(eur3|europe-[a-z]+[0-9]+)$", var.firestore_location))
    error_message = "Must lie in Europe: eur3, or a region europe-…."
  }
}

variable "google_client_id" {
  description = "Our OAuth client at Google."
  type        = string

  validation {
    condition     = endswith(var.google_client_id, ".apps.googleusercontent.com")
    error_message = "Must end with .apps.googleusercontent.com."
  }
}

variable "labels" {
  description = "Labels of your own, on everything that can carry them."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key, value in var.labels : can(regex("^[a-z][a-z0-9_-]{0,62}$", key)) && can(regex("^[a-z0-9_-]{0,63}$", value))])
    error_message = "Lower case letters, digits, _ and - only."
  }
}

variable "log_level" {
  description = "What the functions log: debug or info. With less, metrics and alerts would see nothing."
  type        = string
  default     = "info"

  validation {
    condition     = contains(["debug", "info"], var.log_level)
    error_message = "Must be debug or info: with less, metrics and alerts see nothing."
  }
}

variable "max_instances" {
  description = "Most instances of each function. They hold back a burst that would cost more than it hurries."
  type        = object({ connect = number, export_document = number })
  default     = { connect = 10, export_document = 20 }

  validation {
    condition     = alltrue([for number in values(var.max_instances) : number >= 1 && number <= 1000 && floor(number) == number])
    error_message = "Each must be a whole number from 1 to 1000."
  }
}

variable "min_instances" {
  description = "Instances of each function that are kept warm. One of connect spares a person the second that a cold start takes."
  type        = object({ connect = number, export_document = number })
  default     = { connect = 0, export_document = 0 }

  validation {
    condition     = alltrue([for number in values(var.min_instances) : number >= 0 && number <= 100 && floor(number) == number])
    error_message = "Each must be a whole number from 0 to 100."
  }
}

variable "operator" {
  description = "Who runs this: named on the public home and privacy pages, as Google asks for."
  type        = object({ name = string, email = string })

  validation {
    condition     = trimspace(var.operator.name) != "" && can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.operator.email))
    error_message = "Must have a name and an e-mail address."
  }
}

variable "project_id" {
  description = "Google Cloud project, made for this alone."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "Must be a project's id: 6 to 30 lower case letters, digits and hyphens."
  }
}

variable "project_number" {
  description = "Its number: `gcloud projects describe PROJECT --format 'value(projectNumber)'`."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{6,}$", var.project_number))
    error_message = "Must be digits only: the number, not the id."
  }
}

variable "region" {
  description = "Where the functions run. A new project may build in europe-west1; in some other regions Google has to allow it first."
  type        = string
  default     = "europe-west1"

  validation {
    condition     = can(regex("^europe-[a-z]+[0-9]+$", var.region))
    error_message = "Must be a region in Europe."
  }
}

variable "repository" {
  description = "Cloud Build's link to the source, projects/P/locations/R/connections/C/repositories/N. Without it there is no pipeline."
  type        = string
  default     = null

  validation {
    condition     = var.repository == null || can(regex("^projects/[^/]+/locations/[^/]+/connections/[^/]+/repositories/[^/]+$", var.repository))
    error_message = "Must be projects/P/locations/R/connections/C/repositories/N."
  }
}

variable "secret_versions" {
  description = "Version of each secret that the functions read. Pinned, so that a rotation is a deployment and can be taken back."
  type        = map(number)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.secret_versions) : contains(["google-client-secret", "banqup-login-client-secret", "banqup-client-secret", "banqup-listener-key"], name)])
    error_message = "Names are google-client-secret, banqup-login-client-secret, banqup-client-secret and banqup-listener-key."
  }

  validation {
    condition     = alltrue([for version in values(var.secret_versions) : version >= 1 && floor(version) == version])
    error_message = "Each must be the number of a version."
  }
}
